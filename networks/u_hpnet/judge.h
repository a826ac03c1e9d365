// How U-HPNet does beside what it has to beat, on simulated nodules in lungs that it never saw (networks.md 8).
#pragma once

#include <filesystem>
#include <map>

#include "networks/evaluation/bootstrap.h"
#include "networks/u_hpnet/predict.h"

namespace longview::u_hpnet {

struct JudgeOptions {
  std::uint64_t cases = 200;
  int samples = 16;
  std::filesystem::path kept;  // folder of the cases; empty: beside other temporary files, by cohort and seed
};

// One prediction as it is scored, whatever made it.
struct Forecast {
  std::vector<at::Tensor> masks;   // samples, bool [z, y, x]; one where there is no chance in it; empty: none
  at::Tensor mask;                 // the one to show; undefined: none
  std::vector<double> changes_mm;  // samples of the diameter's change; empty: says nothing of the size
  double growth = 0;               // score of growing by 2 mm; from 0.5 on it counts as growth
};

// Scores of one case: "dice" (mean over readers), "ged2", "size_error_mm", "crps_mm", "within_90" (1 or 0) and
// "width_90_mm"; those without what they need are left out. `truths`: what each reader drew at the later date.
std::map<std::string, double> scores_of(const Forecast& forecast, double change_mm,
                                        const std::vector<at::Tensor>& truths);

// The generalised energy distance, squared, with d = 1 - IoU (0 if both are empty): 2 E d(S, Y) - E d(S, S') - E d(Y,
// Y') over all ordered pairs. NaN without samples.
double energy_distance(const std::vector<at::Tensor>& samples, const std::vector<at::Tensor>& truths);

// Continuous ranked probability score of a sample, fair: mean |x - y| - mean of |x - x'| over pairs / 2.
double crps_of(const std::vector<double>& values, double truth);

// Mean of sensitivity and specificity at 0.5; NaN where a side is empty. `truth`: did it grow.
double balanced_accuracy(const std::vector<double>& scores, const std::vector<bool>& truth);
// With its 95 % interval over cases (percentiles of 2,000 drawn).
Interval bootstrap_balanced_accuracy(const std::vector<double>& scores, const std::vector<bool>& truth);

// {SDF <= r} with the r at which the mask's diameter (of the ball) has changed so much; bool [z, y, x].
at::Tensor grown_mask(const at::Tensor& distance, double change_mm);

Judgement judge_on(const Shipped& shipped, const Baselines& baselines, const std::vector<History>& cohort,
                   const PredictOptions& options, const Progress& progress, const JudgeOptions& judging = {});

}  // namespace longview::u_hpnet
