// How the command line writes values as JSON: the keys that issue 11 names.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "imaging/core/study.h"
#include "networks/core/prediction.h"

namespace longview {

// NaN and infinity become null: JSON has neither.
nlohmann::ordered_json number(double value);
nlohmann::ordered_json to_json(const Grid& grid);
nlohmann::ordered_json to_json(const Transform& transform);
nlohmann::ordered_json to_json(const std::vector<Problem>& problems);
nlohmann::ordered_json to_json(const Study& study);
nlohmann::ordered_json to_json(const Provenance& provenance);
nlohmann::ordered_json to_json(const std::vector<NamedNumber>& numbers);

// Whole or absent. Throws Failure.
void write_json(const nlohmann::ordered_json& json, const std::filesystem::path& file);

}  // namespace longview
