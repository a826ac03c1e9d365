// A patient's course as training sees it: prepared dates, cut to what is near the lesion and packed small, so that
// hundreds of them stay in memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "networks/core/history.h"

namespace longview {

struct CourseDate {
  double day = 0;
  std::vector<std::uint8_t> image;     // (prepared + 1) * 127.5
  std::vector<std::int16_t> distance;  // signed distance to the lesion's border, 1/64 mm; negative inside
};

struct Course {
  std::string patient;  // whose anatomy it is
  bool simulated = false;
  Size3 size{};                                       // x, y, z; 1 mm cubes
  std::vector<std::uint8_t> white, grey, csf, brain;  // times 255; brain 0 or 1
  std::vector<CourseDate> dates;                      // all with a lesion and a day
  std::vector<std::uint32_t> rim, inside;             // voxels within 3 mm of any date's border; in any date's lesion
};

// The dates of the history that have a day and a lesion of at least `least_ml`, cut to `margin_mm` around all lesions.
// A course of fewer than two dates has nothing to teach: the caller looks.
Course course_of(const History& history, double least_ml = 0.05, double margin_mm = 40);

// To and from a file of safetensors. Throws Failure.
void write_course(const std::filesystem::path&, const Course&);
Course read_course(const std::filesystem::path&);

}  // namespace longview
