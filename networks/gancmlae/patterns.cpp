#include "networks/gancmlae/patterns.h"

#include <cstdio>

namespace longview::gancmlae {

namespace {
using Json = nlohmann::ordered_json;

bool is_whole(const std::string& region) {
  return region == "Brain" || region == "Grey matter" || region == "White matter" || region == "Fluid";
}

Json stability_of(const Patterns& patterns) {
  Json all = Json::array();
  for (const GroupStability& one : group_stability(normalised(patterns)))
    all.push_back({{"k", one.k},
                   {"adjusted_rand", {{"mean", one.rand_mean}, {"low", one.rand_low}, {"high", one.rand_high}}},
                   {"silhouette", one.silhouette},
                   {"sizes", one.sizes}});
  return all;
}
}  // namespace

std::vector<double> pattern_of(const std::vector<RegionZ>& regions) {
  std::vector<double> pattern;
  for (const RegionZ& region : regions)
    if (!is_whole(region.name)) pattern.push_back(region.mean_z);
  return pattern;
}

Json pattern_report(const Patterns& healthy, const Patterns& patients) {
  Patterns both = healthy;
  both.insert(both.end(), patients.begin(), patients.end());
  Json report{{"healthy", stability_of(healthy)}, {"patients", stability_of(patients)}, {"both", stability_of(both)}};
  if (both.size() < 4) return report;
  std::vector<int> truth(healthy.size(), 0);
  truth.resize(both.size(), 1);
  report["two_groups_against_status"] = {{"by_pattern", adjusted_rand(k_means(normalised(both), 2).groups, truth)},
                                         {"by_z", adjusted_rand(k_means(both, 2).groups, truth)}};
  return report;
}

std::string pattern_text(const Json& report) {
  std::string text =
      "\nGroups of patterns (k-means on regional z, each person's of length 1; adjusted Rand over 100 bootstraps):\n\n"
      "| people | k | adjusted Rand (95 %) | silhouette |\n|---|---|---|---|\n";
  for (const char* people : {"healthy", "patients", "both"})
    for (const Json& one : report.at(people)) {
      char line[120];
      std::snprintf(line, sizeof line, "| %s | %d | %.2f (%.2f to %.2f) | %.2f |\n", people, one.at("k").get<int>(),
                    one.at("adjusted_rand").at("mean").get<double>(), one.at("adjusted_rand").at("low").get<double>(),
                    one.at("adjusted_rand").at("high").get<double>(), one.at("silhouette").get<double>());
      text += line;
    }
  if (!report.contains("two_groups_against_status")) return text;
  char last[160];
  const Json& status = report.at("two_groups_against_status");
  std::snprintf(last, sizeof last,
                "\nTwo groups of both against who is a patient: adjusted Rand %.2f by pattern, %.2f by z.\n",
                status.at("by_pattern").get<double>(), status.at("by_z").get<double>());
  return text + last;
}

}  // namespace longview::gancmlae
