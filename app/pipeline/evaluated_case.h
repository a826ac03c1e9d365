// One patient's scores as a line of JSON: the cache of `evaluate` and its list of cases.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "app/pipeline/evaluate.h"

namespace longview {

// Undefined numbers are null.
nlohmann::ordered_json case_json(const EvaluatedCase& one);

// The inverse. Throws nlohmann's exceptions for a line that is cut.
EvaluatedCase case_from(const nlohmann::ordered_json& json);

}  // namespace longview
