// Change between two dates.
#pragma once

#include <optional>
#include <string>

#include "imaging/core/volume.h"

namespace longview {

struct Change {
  double from_ml = 0, to_ml = 0, days = 0;
  double change_ml = 0;
  std::optional<double> change_percent;  // of from_ml; nothing where that is 0
  std::optional<double>
      doubling_days;    // days * ln 2 / ln(to / from); nothing where equal or either is 0; negative when shrinking
  double noise_ml = 0;  // what this pair could differ by without any growth
  bool within_noise = false;
  std::string words;  // "+4.64 mL (+198 %), doubling in 58 d" or "within noise ±0.4 mL"
};

// The pair's noise floor in mL: a shell of the masks' surface as thick as the partial-volume and registration error
// (sqrt of the sum of squares of half the mean spacing and `residual_mm`, times 0.5), see growth.cpp for the source.
double noise_floor_ml(const Volume& mask_before, const Volume& mask_after, double residual_mm);

Change change_between(double from_ml, double to_ml, double days, double noise_ml);

}  // namespace longview
