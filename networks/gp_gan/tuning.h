// From simulated growth to real patients: a short tuning of stage 1 on real pairs of dates.
#pragma once

#include <vector>

#include "imaging/core/progress.h"
#include "networks/gp_gan/recipe.h"
#include "networks/gp_gan/shipped.h"
#include "networks/training/course.h"

namespace longview::gp_gan {

// The tuned part of stage 1 after `recipe.tuning_steps` steps on the courses of all patients but `left_out`.
StoredWeights tune(const Stage& first, const std::vector<Course>& real, const std::string& left_out,
                   const Recipe& recipe, std::uint64_t seed, bool bfloat16, const Progress& progress);

}  // namespace longview::gp_gan
