// A whole packed course as tensors: what a stage is shown of one of its dates.
#pragma once

#include "networks/gp_gan/stage.h"
#include "networks/training/course.h"

namespace longview::gp_gan {

// As stage 1 is shown the date, all [1, 1, z, y, x].
State state_at(const Course&, std::size_t date);

// Signed distance (mm) to the lesion at the date, [1, 1, z, y, x].
at::Tensor distance_at(const Course&, std::size_t date);

// 0 or 1, [1, 1, z, y, x].
at::Tensor brain_of(const Course&);

}  // namespace longview::gp_gan
