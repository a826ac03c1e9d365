// Shared by the tests of writing: folders, outside judges, grids of every orientation.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "imaging/core/grid.h"
#include "imaging/core/study.h"

namespace longview {

struct TemporaryFolder {
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path path;
};

// A file system of 64 KiB; not mounted where the test may not mount.
struct SmallDisk {
  SmallDisk();
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  TemporaryFolder folder;
  std::filesystem::path path;
  bool mounted = false;
};

// What a program prints (both streams) and how it ended.
struct Ran {
  int code = 0;
  std::string output;
};
Ran run_program(const std::vector<std::string>& command);

// What a Python program prints; fails the test if it ends with an error.
std::string python(const std::string& program, const std::vector<std::string>& arguments);

// What dciodvfy finds wrong with a DICOM file, but for the allow-listed lines about (0008,001C), which its edition of
// the standard does not know yet (stack.md 5.3). Empty: nothing.
std::string dciodvfy(const std::filesystem::path& file);
// The same of dcentvfy, which compares the entities (patient, study, series ...) of several files.
std::string dcentvfy(const std::vector<std::filesystem::path>& files);

// A volume with a different value at nearly every voxel, 0 to 999.
Volume test_volume(const Grid& grid);
// A patient with a date, and a prediction's provenance.
Patient test_patient();
Timepoint test_timepoint();
Provenance test_provenance();

// The text of the Failure that `act` throws; fails the test if it throws none.
std::string failure_of(const std::function<void()>& act);

// Axial, coronal, sagittal, oblique, feet-first and left-handed grids of this size, named.
std::vector<std::pair<std::string, Grid>> test_grids(int columns, int rows, int slices);

}  // namespace longview
