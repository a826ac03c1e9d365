// Settings that Qt and VTK must have before the application object exists.
#pragma once

namespace longview {

// Call first in main(), before QApplication: the OpenGL format of the 3D views (stack.md 2.4).
void prepare_application();

// True where 3D views can work: on X11 or another platform with OpenGL, not with the offscreen one.
bool can_show_3d();

}  // namespace longview
