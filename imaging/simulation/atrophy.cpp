#include "imaging/simulation/atrophy.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/registration/label_vote.h"
#include "imaging/simulation/private/acquisition.h"
#include "imaging/simulation/private/atrophy_flow.h"
#include "imaging/simulation/private/atrophy_warp.h"
#include "imaging/simulation/private/draws.h"

namespace longview {

namespace {
constexpr double kSpacing = 2;          // mm, of the grid that the flow is solved on
constexpr double kRegionSpread = 0.15;  // networks.md 7.2
constexpr double kLeastJacobian = 0.2, kMostError = 0.02;
constexpr double kFewest = 30;  // cells; fewer are no structure on this grid

Volume working_labels(const Volume& structures) {
  const Grid grid = upright_grid(structures.grid, kSpacing);
  return same_grid(grid, structures.grid) ? structures : vote_labels(structures, grid);
}

std::vector<double> cells_of_labels(const Volume& labels) {
  std::vector<double> cells(1 + kBrainStructures, 0);
  for (const std::uint8_t value : voxels_of<std::uint8_t>(labels)) {
    if (value > kBrainStructures) throw Failure("These labels are not Longview's brain structures.");
    cells[value] += 1;
  }
  return cells;
}

// Volume factors by structure; 0 for fluid.
std::vector<double> factors(const AtrophyOptions& options, double years) {
  std::vector<double> wanted(1 + kBrainStructures, 0);
  for (const BrainStructure& structure : brain_structures()) {
    const auto value = static_cast<std::size_t>(structure.value);
    if (structure.tissue == Tissue::fluid) continue;
    double share = 1;
    if (options.spread && structure.name != "Hippocampus")
      share += kRegionSpread *
               std::clamp(Draws(options.seed, "atrophy region", static_cast<std::uint64_t>(value)).normal(), -2.5, 2.5);
    const double rate = structure.name == "Hippocampus" ? options.hippocampus_percent / years
                                                        : yearly_change_percent(structure.value) * share;
    wanted[value] = std::max(0.3, 1 + rate * years / 100);
  }
  return wanted;
}

Volume volume_in_mm(const Field& cells, const Grid& grid, std::size_t axis) {
  std::vector<float> mm(cells);
  for (float& value : mm) value *= static_cast<float>(grid.spacing[axis]);
  return make_volume(grid, std::move(mm), "mm");
}

void measure(Atrophy& result, const std::vector<std::uint8_t>& labels, const std::vector<double>& cells,
             const std::vector<double>& wanted, const AtrophyFlow& flow, double cell_ml) {
  const std::vector<double> mean = mean_jacobian(flow.jacobian, labels, wanted.size());
  for (const BrainStructure& structure : brain_structures()) {
    const auto value = static_cast<std::size_t>(structure.value);
    if (!(cells[value] > 0)) continue;
    const double change = wanted[value] > 0 ? wanted[value] - 1 : 0;
    result.changes.push_back(
        {structure.value, full_name(structure), cells[value] * cell_ml, 100 * change, 100 * (mean[value] - 1)});
    if (change != 0)
      result.worst_error = std::max(result.worst_error, std::abs(mean[value] - 1 - change) / std::abs(change));
  }
  result.smallest_jacobian = *std::min_element(flow.jacobian.begin(), flow.jacobian.end());
}

void refuse_bad(const Atrophy& result) {
  char words[200];
  if (result.smallest_jacobian < kLeastJacobian) {
    std::snprintf(words, sizeof words,
                  "So much atrophy folds this brain: the smallest Jacobian would be %.2f. Ask for a smaller change.",
                  result.smallest_jacobian);
    throw Failure(words);
  }
  if (result.worst_error > kMostError) {
    std::snprintf(words, sizeof words,
                  "A structure would miss its volume by %.1f %% of its change. Ask for a smaller change.",
                  100 * result.worst_error);
    throw Failure(words);
  }
}

Volume rescanned(const Volume& image, const Volume& labels, std::uint64_t seed) {
  const auto values = voxels_of<float>(image);
  double sum = 0, count = 0;
  const Volume seen = vote_labels(labels, image.grid);
  const auto structure = voxels_of<std::uint8_t>(seen);
  for (std::size_t n = 0; n < values.size(); ++n)
    if (structure[n] && brain_structures()[structure[n] - 1U].tissue == Tissue::white) {
      sum += values[n];
      ++count;
    }
  const auto background = std::count(values.begin(), values.end(), 0.0F);
  const bool stripped = static_cast<double>(background) > 0.2 * static_cast<double>(values.size());
  return as_float(received(image, {count > 0 ? sum / count : 1, true, stripped, seed, 1}));
}
}  // namespace

double yearly_change_percent(int value) {
  if (value < 1 || value > kBrainStructures) return 0;
  const BrainStructure& structure = brain_structures()[static_cast<std::size_t>(value - 1)];
  // Table of networks.md 7.2: hippocampus Barnes 2009, entorhinal cortex Du 2003; the lobes and the whole brain are its
  // rounded values. The amygdala goes with the hippocampus; white and deep grey matter with the whole brain (ours).
  if (structure.tissue == Tissue::fluid || structure.lobe == "brainstem") return 0;
  if (structure.name == "Hippocampus" || structure.name == "Amygdala") return -4.66;
  if (structure.name == "Medial temporal grey") return -7;
  if (structure.lobe == "cerebellum") return -0.4;
  if (structure.tissue == Tissue::white || structure.lobe == "deep") return -1.5;
  if (structure.lobe == "temporal" || structure.lobe == "parietal" || structure.lobe == "cingulate") return -2.75;
  return -1.5;
}

Atrophy warp_to_volumes(const Volume& t1, const Volume& structures, const std::vector<double>& factors,
                        const Progress& progress) {
  if (factors.size() != 1 + kBrainStructures) throw Failure("A factor is needed for each brain structure.");
  const Volume labels = working_labels(structures);
  const std::vector<double> cells = cells_of_labels(labels);
  std::vector<double> wanted = factors;
  for (std::size_t value = 0; value < wanted.size(); ++value)
    if (cells[value] < kFewest) wanted[value] = 0;
  Atrophy result;
  const Grid& grid = labels.grid;
  const auto values = voxels_of<std::uint8_t>(labels);
  const std::vector<std::uint8_t> own(values.begin(), values.end());
  const AtrophyFlow flow = atrophy_flow(own, grid.size, grid.spacing, wanted, progress.part(0, 0.85));
  measure(result, own, cells, wanted, flow, voxel_volume_mm3(grid) / 1000);
  refuse_bad(result);
  for (std::size_t axis = 0; axis < 3; ++axis) result.displacement[axis] = volume_in_mm(flow.forward[axis], grid, axis);
  result.jacobian = make_volume(grid, Field(flow.jacobian), "1");

  progress.report(0.85, "Warping the scan");
  std::array<Field, 3> against = flow.velocity;
  for (Field& field : against)
    for (float& value : field) value = -value;
  const GridFlow backward{grid, exponential(against, grid.size, 7)};
  result.image = pulled_back(t1, backward);
  result.labels = labels_pulled_back(structures, backward, t1.grid);
  progress.report(1, "Shrunk");
  return result;
}

Atrophy simulate_atrophy(const Volume& t1, const Volume& structures, const AtrophyOptions& options,
                         const Progress& progress) {
  if (!(options.hippocampus_percent < 0 && options.hippocampus_percent > -60))
    throw Failure("The hippocampi's change is given in percent, below 0 and above -60, for example -10.");
  const std::vector<double> cells = cells_of_labels(working_labels(structures));
  for (const BrainStructure& structure : brain_structures())
    if (structure.name == "Hippocampus" && cells[static_cast<std::size_t>(structure.value)] < kFewest)
      throw Failure("These labels have no hippocampi, so nothing can be shrunk by them.");
  const double years = options.hippocampus_percent / yearly_change_percent(6);
  Atrophy result = warp_to_volumes(t1, structures, factors(options, years), progress);
  result.years = years;
  if (options.rescanned) result.image = rescanned(result.image, result.labels, options.seed);
  return result;
}

}  // namespace longview
