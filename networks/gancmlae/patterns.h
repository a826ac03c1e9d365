// Groups of people whose atrophy has the same pattern (networks.md 4.3, item 5).
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "networks/evaluation/clustering.h"
#include "networks/gancmlae/regions.h"

namespace longview::gancmlae {

// A person's mean z of the regions that do not hold one another: lobes by side, hippocampi, amygdalae.
std::vector<double> pattern_of(const std::vector<RegionZ>& regions);

// k from 2 to 5 on patterns of length 1: stability over 100 bootstraps and silhouettes of the healthy, of the same
// people with simulated atrophy, and of both together, with how well two groups then part the healthy from the others.
nlohmann::ordered_json pattern_report(const Patterns& healthy, const Patterns& patients);
// The same as a table, Markdown.
std::string pattern_text(const nlohmann::ordered_json& report);

}  // namespace longview::gancmlae
