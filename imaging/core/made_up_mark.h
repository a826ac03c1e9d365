// The words that stand first in the description of every file and object that was computed, so that none can be taken
// for a scan: "PREDICTED +90 d RESEARCH ONLY", "SYNTHETIC RESEARCH ONLY".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "imaging/core/study.h"

namespace longview {

// For back-tests as for predictions. Throws nothing; `kind` acquired gives an empty text.
std::string made_up_mark(TimepointKind kind, double horizon_days);

// What a description that we wrote says: predicted or synthetic; nothing for those without a mark.
std::optional<TimepointKind> kind_of_mark(std::string_view description);

}  // namespace longview
