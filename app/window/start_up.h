// From the arguments to a window on the screen.
#pragma once

namespace longview {

int start_window(int argc, char** argv);

}  // namespace longview
