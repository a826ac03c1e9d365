// Private to preparation: scans whose skull was removed before.
#pragma once

#include <optional>

#include "imaging/core/volume.h"

namespace longview {

// The brain, if this scan holds nothing else. From outside inwards a head is bright (scalp), dark (skull), bright
// (brain); a stripped brain has no such dip, and all round it is one exact value.
std::optional<Volume> stripped_brain(const Volume& scan);

}  // namespace longview
