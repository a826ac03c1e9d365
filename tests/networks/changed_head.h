// A made-up brain at two dates: a textured ball in air, with a bright ball in it that grows or goes.
#pragma once

#include <cmath>

#include "networks/core/private/samples.h"
#include "networks/layers/scan_pair.h"
#include "tests/networks/small_history.h"

namespace longview {

struct ChangedHeadOptions {
  double brain_mm = 38;                // radius
  double first_mm = 6, second_mm = 9;  // radii of the bright ball; 0: none
  double noise = 2;                    // of 100, new at each date
  double spacing = 1;
};

inline Grid head_grid(const ChangedHeadOptions& options) {
  Grid grid;
  const int n = static_cast<int>(2 * (options.brain_mm + 6) / options.spacing);
  grid.size = {n, n, n};
  grid.spacing = {options.spacing, options.spacing, options.spacing};
  return grid;
}

inline Vec3 bright_place(const Grid& grid) {
  const Vec3 middle = centre(grid);
  return {middle[0] + 10, middle[1] - 6, middle[2] + 4};
}

// White inside, grey outside, waves on both; the bright ball is 60 brighter.
inline Volume head_scan(const ChangedHeadOptions& options, double bright_mm, std::uint64_t seed) {
  const Grid grid = head_grid(options);
  const Vec3 middle = centre(grid), bright = bright_place(grid);
  Draw draw(seed, "changed head");
  std::vector<float> values(voxel_count(grid), 0);
  std::size_t n = 0;
  for (int z = 0; z < grid.size[2]; ++z)
    for (int y = 0; y < grid.size[1]; ++y)
      for (int x = 0; x < grid.size[0]; ++x, ++n) {
        const Vec3 p = point_at(grid, {double(x), double(y), double(z)});
        const double r = std::hypot(p[0] - middle[0], p[1] - middle[1], p[2] - middle[2]);
        if (r > options.brain_mm) continue;
        const double wave = 8 * std::sin(p[0] / 5) * std::sin(p[1] / 6) * std::sin(p[2] / 7);
        const bool in_bright =
            std::hypot(p[0] - bright[0], p[1] - bright[1], p[2] - bright[2]) <= bright_mm && bright_mm > 0;
        values[n] = static_cast<float>((r < 0.7 * options.brain_mm ? 120 : 90) + wave + (in_bright ? 60 : 0) +
                                       options.noise * draw.normal());
      }
  return make_volume(grid, std::move(values));
}

inline PreparedTimepoint head_date(const ChangedHeadOptions& options, double bright_mm, int date) {
  PreparedTimepoint timepoint;
  timepoint.session = "ses-0" + std::to_string(date);
  timepoint.modality = "MR";
  timepoint.sequence = "FLAIR";
  timepoint.day = 90.0 * (date - 1);
  timepoint.scan = head_scan(options, bright_mm, static_cast<std::uint64_t>(date));
  timepoint.native_grid = timepoint.scan.grid;
  timepoint.lesion_given = bright_mm > 0;
  timepoint.lesion_ml = 4 / 3.0 * M_PI * std::pow(bright_mm, 3) / 1000;
  if (bright_mm > 0) timepoint.lesion = ball(timepoint.scan.grid, bright_place(timepoint.scan.grid), bright_mm);
  return timepoint;
}

inline History changed_head(const ChangedHeadOptions& options = {}) {
  History history;
  history.patient = "made-up";
  history.timepoints = {head_date(options, options.first_mm, 1), head_date(options, options.second_mm, 2)};
  history.last_scan = history.timepoints.back().scan;
  return history;
}

inline PairedScan paired(const PreparedTimepoint& date, const ChangedHeadOptions& options = {}) {
  return {date.scan, ball(date.scan.grid, centre(date.scan.grid), options.brain_mm), date.study_to_scan, date.lesion,
          date.study_to_scan};
}

inline ScanPair head_pair(const ChangedHeadOptions& options = {}) {
  return scan_pair(paired(head_date(options, options.first_mm, 1), options),
                   paired(head_date(options, options.second_mm, 2), options), options.spacing);
}

}  // namespace longview
