// From simulated growth to real patients: stage 1 calibrated on real pairs of dates.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "imaging/core/progress.h"
#include "networks/gp_gan/stage.h"
#include "networks/training/course.h"

namespace longview::gp_gan {

// The calibration of the best mean growth Dice (working grid, every two dates that follow each other) over a grid of
// numbers: once on all patients ("all") and once without each, by the name of who was left out. Nothing for fewer than
// two patients.
std::map<std::string, Calibration> calibrate(const Stage& first, const std::vector<Course>& real, bool bfloat16,
                                             const Progress& progress);

}  // namespace longview::gp_gan
