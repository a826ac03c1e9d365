// One scale of intensities for all scans of one kind (networks.md 0.2, glioma MRI).
#pragma once

#include "imaging/core/volume.h"

namespace longview {

// prepared = clamp((raw - mean) / (5 * deviation), -1, 1) inside the mask, -1 outside.
struct IntensityScale {
  double mean = 0, deviation = 1;  // of the raw values inside the mask, clipped to their 0.5 to 99.5 percentile

  double prepared(double raw) const;
  double raw(double prepared) const;
};

// Statistics inside `mask` without `lesion` (both uint8; a default Volume for no lesion).
IntensityScale intensity_scale(const Volume& scan, const Volume& mask, const Volume& lesion = {});
Volume to_prepared(const Volume& scan, const Volume& mask, const IntensityScale& scale);

}  // namespace longview
