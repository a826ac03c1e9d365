#include "app/pipeline/norms.h"

#include <algorithm>

#include "app/pipeline/networks.h"
#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/region_table.h"
#include "imaging/measurement/structure_volumes.h"

namespace longview {

namespace {
HealthyVolumes healthy(const History& history, const Volume& structures) {
  const std::vector<double> volumes = structure_volumes(structures);
  return {*history.age_years, history.sex == "F", volumes.at(0), region_volumes(volumes)};
}

RegionalNorms norms_from(const std::string& method, const std::vector<HealthyVolumes>& people, const std::string& name,
                         const std::string& licence) {
  RegionalNorms norms{
      method, name, licence, static_cast<int>(people.size()), 0, 0, measured_regions(), fit_regional_norms(people)};
  const auto [youngest, oldest] = std::minmax_element(
      people.begin(), people.end(), [](const auto& a, const auto& b) { return a.age_years < b.age_years; });
  norms.youngest = youngest->age_years;
  norms.oldest = oldest->age_years;
  return norms;
}

std::string why_not(const History& history) {
  if (!history.age_years) return "Its age is not stated.";
  if (history.sex != "F" && history.sex != "M") return "Its sex is not stated.";
  return are_brain_structures(history.timepoints.back().labels) ? "" : "It has no labels of brain structures.";
}
}  // namespace

std::vector<RegionalNorms> make_norms(const std::vector<History>& cohort, const std::string& name,
                                      const std::string& licence, std::vector<Problem>& problems,
                                      const Progress& progress) {
  const Model& labels = networks().model_named("brain-labels");
  std::vector<HealthyVolumes> given, found;
  const double n = static_cast<double>(cohort.size());
  for (std::size_t i = 0; i < cohort.size(); ++i) {
    const History& history = cohort[i];
    const double at = static_cast<double>(i);
    const Progress part = progress.part(at / n, (at + 1) / n, history.patient);
    if (const std::string why = why_not(history); !why.empty()) {
      problems.push_back({Severity::warning, history.patient, why});
      continue;
    }
    given.push_back(healthy(history, brain_structures_from(history.timepoints.back().labels).voxels));
    found.push_back(healthy(history, labels.predict(history, {0}, {}, part).labels->voxels));
  }
  return {norms_from("DLMUSE", given, name, licence), norms_from("brain-labels", found, name, licence)};
}

}  // namespace longview
