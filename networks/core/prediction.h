// What a model says of a date to come. Each part is optional: a model gives what it has.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "imaging/core/findings.h"
#include "imaging/core/label_map.h"
#include "imaging/core/study.h"
#include "imaging/core/volume.h"

namespace longview {

struct Prediction {
  std::optional<Volume> image;         // on History::last_scan's grid, raw intensities of that scan
  std::optional<LabelMap> labels;      // same grid; algorithm type AUTOMATIC, algorithm name = model and version
  std::optional<Volume> probability;   // float, 0 to 1, same grid; only from models that have one
  std::optional<Volume> spread;        // float, standard deviation of the probability over samples
  std::vector<NamedNumber> numbers;
  Findings findings;                   // whatever else it says; maps on History::last_scan's grid

  // What `image` and `labels` are where they are no next scan and no tumour.
  TimepointKind kind = TimepointKind::predicted;   // synthetic: a healthy-looking version, a reconstruction
  std::string image_name = "image";    // file name without ending
  std::string labels_title = "Tumour, 50 %";
  Provenance provenance;
};

}  // namespace longview
