// Patches of courses: where they are cut, how they are turned, and what is in them (networks.md 1.5).
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "networks/core/private/samples.h"
#include "networks/layers/operations.h"
#include "networks/training/course.h"

namespace longview {

// Which dates of a course are shown, and which is to be predicted; indices into Course::dates.
struct Dates {
  int earlier = -1;  // -1: only one past date
  int now = 0, target = 1;
};

// All [N, 1, z, y, x] float but the days, which are [N]. Distances in mm of the patch's own voxels.
struct Batch {
  at::Tensor image, distance;
  at::Tensor earlier_image, earlier_distance;  // as now where there is no earlier date
  at::Tensor white, grey, csf, brain;
  at::Tensor target_image, target_distance;
  at::Tensor days;         // from now to the target
  at::Tensor days_before;  // from the earlier date to now; 1 where there is none
};

struct SamplerOptions {
  Steps patch{16, 64, 64};            // z, y, x
  double on_rim = 0.6, inside = 0.2;  // the rest: anywhere in the brain
  bool augment = true;
};

// One patch, as a batch of one.
Batch sample_patch(const Course& course, const Dates& dates, const SamplerOptions& options, Draw& draw);
Batch stack(const std::vector<Batch>& patches);

}  // namespace longview
