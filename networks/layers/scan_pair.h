// Two dates of one patient made comparable: one grid, one blur, one scale of intensities.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>

#include "imaging/core/progress.h"
#include "networks/core/history.h"

namespace longview {

// One date with its brain.
struct PairedScan {
  Volume scan;           // as acquired
  Volume brain;          // uint8, on the scan's grid
  Affine study_to_scan;  // point of study space -> point of this scan
  Volume lesion;         // where it was drawn, inside above 0.5; null voxels where not
  Affine study_to_lesion;
};

// Date `index` of a history with its brain found in it. Throws Failure where none is found.
PairedScan paired_scan(const History& history, std::size_t index, const Progress& progress = {});

// The same date scanned a second time, as nothing had changed: moved (3 mm, 3 degrees at most), with a registration
// that is off by 0.3 mm and 0.3 degrees, with noise, another gain, gamma and shading.
PairedScan scanned_again(const PairedScan& date, std::uint64_t seed);

struct ScanPair {
  Grid grid;                 // study space, cubes, axes along L, P and S, around the brain
  at::Tensor before, after;  // [z, y, x] float; 0 is the brain's mean, 1 its deviation; 0 outside of the brain
  at::Tensor brain;          // [z, y, x] bool, of both dates
  at::Tensor ordinary;       // of it, what no drawn lesion holds
  double noise = 0;          // median distance of after - before from its median, in `ordinary`
};

// Each date is seen through the other's slices, so that both are blurred alike; intensities are matched by mean and
// deviation where the dates agree, and what differs smoothly (20 mm) is shading and is taken out. Exchanging the dates
// exchanges `before` and `after`. Throws Failure where they share less than 100 mL of brain.
ScanPair scan_pair(const PairedScan& before, const PairedScan& after, double spacing_mm = 1,
                   const Progress& progress = {});
// The same on a given grid.
ScanPair scan_pair_on(const Grid& grid, const PairedScan& before, const PairedScan& after,
                      const Progress& progress = {});

}  // namespace longview
