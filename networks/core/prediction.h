// What a model says of a date to come. Each part is optional: a model gives what it has.
#pragma once

#include <optional>
#include <vector>

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
  Provenance provenance;
};

}  // namespace longview
