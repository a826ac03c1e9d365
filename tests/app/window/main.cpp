// GUI tests: an application object for all of them, the offscreen platform where there is no display.
#include <gtest/gtest.h>

#include <QApplication>
#include <cstdlib>

#include "app/window/theme.h"
#include "viewer/views/prepare_application.h"

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (::testing::GTEST_FLAG(list_tests)) return RUN_ALL_TESTS();
  if (std::getenv("DISPLAY") == nullptr) setenv("QT_QPA_PLATFORM", "offscreen", 0);
  longview::prepare_application();
  QApplication application(argc, argv);
  QApplication::setApplicationName("Longview tests");
  longview::apply_theme(application);
  return RUN_ALL_TESTS();
}
