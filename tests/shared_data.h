// Where the real scans lie, for tests that need them.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace longview {

// $LONGVIEW_SHARED, else ../shared beside the source tree.
inline std::filesystem::path shared_data() {
  if (const char* named = std::getenv("LONGVIEW_SHARED")) return std::filesystem::path(named) / "data";
  return std::filesystem::path(LONGVIEW_SOURCE_DIR) / ".." / "shared" / "data";
}

}  // namespace longview

// First line of a test that needs real scans.
#define NEEDS_SHARED_DATA() \
  if (!std::filesystem::exists(longview::shared_data())) GTEST_SKIP() << "../shared/data is not here"
