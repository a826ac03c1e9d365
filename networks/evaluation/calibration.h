// How far a probability can be believed, where growth can be (networks.md 0.5).
#pragma once

#include <vector>

#include "imaging/core/volume.h"

namespace longview {

// Probabilities and what came, of the voxels that are judged.
struct Judged {
  std::vector<float> probability;
  std::vector<bool> truth;
};

// The growth band: voxels outside `baseline` and within `reach_mm` of it. All on one grid, else Failure.
Judged growth_band(const Volume& probability, const Volume& truth, const Volume& baseline, double reach_mm = 20);

struct ReliabilityBin {
  double mean_probability = 0, share_true = 0;
  std::size_t n = 0;
};

// `bins` equal-width bins of probability; empty ones have n = 0.
std::vector<ReliabilityBin> reliability(const Judged& judged, int bins = 15);

// Expected calibration error over those bins: sum n_b / n |mean p - mean y| (Guo et al. 2017). NaN for no voxels.
double calibration_error(const Judged& judged, int bins = 15);

// Mean of (p - y)^2 (Brier 1950). NaN for no voxels.
double brier_score(const Judged& judged);

// Average precision, ties as one step: sum over k of (R_k - R_{k-1}) Pr_k. Chance is the prevalence. NaN where nothing
// grew (growth as a ranking: van Garderen et al. 2021, arXiv 2103.11651).
double average_precision(const Judged& judged);
double prevalence(const Judged& judged);

}  // namespace longview
