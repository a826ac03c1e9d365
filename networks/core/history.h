// What a model is shown of a patient: aligned, prepared volumes of each date on one working grid, with their days.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "imaging/core/label_map.h"
#include "imaging/core/problem.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

struct PreparedTimepoint {
  std::string session;
  std::string modality, sequence;            // "MR", "ce-T1w"
  std::optional<double> day;                 // since the first date; nothing where only the order is known
  Volume image;                              // float, prepared intensities (networks.md 0.2)
  Volume brain;                              // uint8
  Volume white, grey, csf;                   // float, 0 to 1
  Volume lesion;                             // 0 to 1, all 0 where there is none; of Preparation::scan as drawn
  Grid native_grid;                          // of the scan as acquired
  bool lesion_given = false;                 // false with a `lesion` that is there: it marks what changed between dates
  double lesion_ml = 0;                      // in native space
  RegistrationQuality registration;          // to the first date
  Volume scan;                               // as acquired, on its own grid
  LabelMap labels;                           // of brain structures, where such came with it
  Affine study_to_scan;                      // point of study space -> point of this scan
};

// How much of a history a model wants prepared.
enum class Preparation {
  lesion,  // everything
  scan,    // scans, labels and transforms only: quick, for models that prepare brains themselves
};

struct History {
  std::string patient;
  std::optional<double> age_years;
  std::string sex;
  Grid grid;                                 // working grid: study space, axes along L, P, S, cubes (1 mm for gliomas)
  std::vector<PreparedTimepoint> timepoints; // oldest first; all on `grid`

  // Where predictions are delivered: the last date's own grid, with its image and lesion as acquired.
  Volume last_scan;                          // raw intensities
  LabelMap last_lesion;
  Affine last_to_study;                      // point of the last scan -> point of study space
  double raw_mean = 0, raw_deviation = 1;    // of the last date: raw = mean + 5 * deviation * prepared

  bool simulated = false;
};

}  // namespace longview
