// Widgets need an application; listing the tests does not, and must work without a display (stack.md 8.1).
#include <gtest/gtest.h>

#include <QApplication>

#include "viewer/views/prepare_application.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (GTEST_FLAG_GET(list_tests)) return RUN_ALL_TESTS();
  // 3D needs an X server; all else is drawn by Qt's offscreen platform.
  if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");
  longview::prepare_application();
  QApplication application(argc, argv);
  return RUN_ALL_TESTS();
}
