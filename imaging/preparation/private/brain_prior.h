// Private to preparation: a head whose brain is known, to begin from.
#pragma once

#include <optional>

#include "imaging/core/volume.h"

namespace longview {

struct BrainPrior {
  Volume head;   // float, T1
  Volume brain;  // uint8, with the fluid around it
};

// Colin27 (Holmes 1998, doi 10.1097/00004728-199803000-00032) from Debian's mricron-data, at 3 mm. Nothing where the
// package is not installed. Read once.
const std::optional<BrainPrior>& brain_prior();

}  // namespace longview
