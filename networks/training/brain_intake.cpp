// From histories to brains in the standard space.
#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/registration/resample.h"
#include "networks/core/standard_template.h"
#include "networks/training/brains.h"

namespace longview {

namespace {
// The structure that has most of each standard voxel.
Volume standard_labels(const LabelMap& reference, const Affine& to_scan) {
  const LabelMap structures = brain_structures_from(reference);
  const Grid grid = standard_grid();
  std::vector<float> most(voxel_count(grid), 0.5F);
  std::vector<std::uint8_t> best(most.size(), 0);
  for (const BrainStructure& structure : brain_structures()) {
    const Volume share = resample(mask_of(structures, structure.value), grid, to_scan, Interpolation::linear, 0);
    const auto values = voxels_of<float>(share);
    for (std::size_t n = 0; n < best.size(); ++n)
      if (values[n] > most[n] || (best[n] == 0 && values[n] > 0.2F)) {
        most[n] = values[n];
        best[n] = static_cast<std::uint8_t>(structure.value);
      }
  }
  return make_volume(grid, std::move(best));
}
}  // namespace

PlacedBrain placed_brain_of(const History& history, bool with_labels, const Progress& progress) {
  const bool labelled = with_labels && are_brain_structures(history.timepoints.back().labels);
  const Volume mask = labelled ? mask_of(brain_structures_from(history.timepoints.back().labels)) : Volume{};
  PlacedBrain made;
  made.placed = standard_brain(history.last_scan, mask, standard_template(), progress.part(0, 0.8));
  if (!made.placed.fit.trusted)
    throw Failure("This brain could not be laid on the mean brain: " + made.placed.fit.verdict);
  made.brain =
      training_brain(made.placed.image, made.placed.brain,
                     labelled ? standard_labels(history.timepoints.back().labels, made.placed.to_scan) : Volume{},
                     progress.part(0.8, 1));
  made.brain.patient = history.patient;
  made.brain.age_years = history.age_years.value_or(0);
  made.brain.female = history.sex == "F";
  return made;
}

std::vector<TrainingBrain> training_brains(const std::vector<History>& cohort, const std::filesystem::path& folder,
                                           std::vector<Problem>& problems, const Progress& progress) {
  std::filesystem::create_directories(folder);
  std::vector<TrainingBrain> brains;
  for (std::size_t i = 0; i < cohort.size(); ++i) {
    const History& history = cohort[i];
    const double n = static_cast<double>(cohort.size()), at = static_cast<double>(i);
    const std::filesystem::path file = folder / (anonymous_key(history.patient) + ".safetensors");
    try {
      if (!history.age_years || (history.sex != "M" && history.sex != "F"))
        throw Failure("Age or sex is not stated, so it cannot be told what is usual for this person.");
      if (!are_brain_structures(history.timepoints.back().labels))
        throw Failure("There are no reference labels of brain structures.");
      if (!std::filesystem::exists(file))
        write_brain(file, placed_brain_of(history, true, progress.part(at / n, (at + 1) / n, history.patient)).brain);
      brains.push_back(read_brain(file));
    } catch (const Failure& failure) {
      problems.push_back({Severity::warning, history.patient, failure.what()});
    }
  }
  return brains;
}

}  // namespace longview
