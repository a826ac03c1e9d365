#include "viewer/views/prepare_application.h"

#include <QGuiApplication>
#include <QSurfaceFormat>

namespace longview {

void prepare_application() {
  // VTK draws with OpenGL 3.2 core; without multi-sampling, which its own passes do not share with Qt's.
  QSurfaceFormat format;
  format.setRenderableType(QSurfaceFormat::OpenGL);
  format.setVersion(3, 2);
  format.setProfile(QSurfaceFormat::CoreProfile);
  format.setDepthBufferSize(24);
  format.setStencilBufferSize(8);
  format.setAlphaBufferSize(8);
  format.setSamples(0);
  QSurfaceFormat::setDefaultFormat(format);
}

bool can_show_3d() {
  // Qt's offscreen platform has no OpenGL widgets, and VTK ends the process without an X server (stack.md 2.5, 2.6).
  return QGuiApplication::platformName() == "xcb" && !qEnvironmentVariableIsEmpty("DISPLAY");
}

}  // namespace longview
