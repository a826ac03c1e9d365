#include "networks/personal_wgan/judged_case.h"

#include <cmath>
#include <limits>

#include "imaging/core/failure.h"
#include "imaging/registration/resample.h"
#include "networks/core/private/tensor.h"
#include "networks/evaluation/calibration.h"
#include "networks/layers/subtraction.h"

namespace longview::personal_wgan {

namespace {
constexpr double alike = 0.5;

at::Tensor mask_on(const PairedScan& scan, const Grid& grid) {
  return tensor_of(resample_mask(scan.lesion, grid, scan.study_to_lesion)) > 0.5;
}

at::Tensor changed(const PairedScan& before, const PairedScan& after, bool change_marked, const Grid& grid) {
  if (!after.lesion.voxels || (!change_marked && !before.lesion.voxels))
    throw Failure("No lesion is drawn at both dates, and no mask of change at the last.");
  return change_marked ? mask_on(after, grid) : mask_on(before, grid).logical_xor(mask_on(after, grid));
}

double precision_of(const at::Tensor& map, const at::Tensor& truth, const at::Tensor& brain) {
  const at::Tensor sizes = map.abs().masked_select(brain).contiguous();
  const at::Tensor labels = truth.masked_select(brain).contiguous();
  const float* s = sizes.data_ptr<float>();
  const bool* l = labels.data_ptr<bool>();
  Judged ranked;  // any scores will do for a ranking
  ranked.probability.assign(s, s + sizes.numel());
  ranked.truth.assign(l, l + labels.numel());
  return average_precision(ranked);
}

MethodScores scores_of(const FoundChange& found, const ScanPair& pair, const at::Tensor& truth, double first_ml) {
  const ChangeVolumes volumes = volumes_of(marked_change(found.map, pair.brain, found.threshold), pair.grid);
  MethodScores scores;
  scores.map_ap = precision_of(found.map, truth, pair.brain);
  scores.marked_ml = volumes.increase_ml + volumes.decrease_ml;
  scores.net_ml = volumes.net_ml();
  scores.net_percent = 100 * volumes.net_ml() / first_ml;
  return scores;
}

double marked_ml(const FoundChange& found, const ScanPair& pair) {
  const ChangeVolumes volumes = volumes_of(marked_change(found.map, pair.brain, found.threshold), pair.grid);
  return volumes.increase_ml + volumes.decrease_ml;
}

double correlation(const at::Tensor& a, const at::Tensor& b, const at::Tensor& brain) {
  const at::Tensor x = a.masked_select(brain), y = b.masked_select(brain);
  const at::Tensor p = x - x.mean(), q = y - y.mean();
  return ((p * q).sum() / (p.norm() * q.norm()).clamp_min(1e-12)).item<double>();
}

int failed_seeds(const std::vector<at::Tensor>& maps, const at::Tensor& brain) {
  int failed = 0;
  const at::Tensor sum = at::stack(maps).sum(0);
  for (const at::Tensor& map : maps) {
    const bool finite = map.isfinite().all().item<bool>();
    failed += !finite || (maps.size() > 1 && correlation(map, sum - map, brain) < alike);
  }
  return failed;
}

Vec3 middle_of(const PairedScan& scan) {
  const at::Tensor where = at::nonzero(tensor_of(scan.brain) > 0.5).to(at::kDouble).mean(0);
  return point_at(scan.scan.grid, {where[2].item<double>(), where[1].item<double>(), where[0].item<double>()});
}

// As if nobody had registered: the brains' centres lie on each other.
PairedScan unregistered(const PairedScan& after, const PairedScan& before) {
  const Vec3 from = map_point(inverse(before.study_to_scan), middle_of(before)), to = middle_of(after);
  PairedScan moved = after;
  moved.study_to_scan = Affine{};
  for (std::size_t i = 0; i < 3; ++i) moved.study_to_scan.offset[i] = to[i] - from[i];
  return moved;
}
}  // namespace

JudgedCase judged_case(const History& history, const LearnOptions& options, const Progress& progress) {
  const std::size_t n = history.timepoints.size();
  const PreparedTimepoint &first = history.timepoints[n - 2], &last = history.timepoints[n - 1];
  const PairedScan before = paired_scan(history, n - 2), after = paired_scan(history, n - 1);
  const ScanPair pair = scan_pair(before, after, 1, progress.part(0, 0.02));
  const at::Tensor truth = changed(before, after, !last.lesion_given, pair.grid);
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  const double first_ml = first.lesion_given ? first.lesion_ml : unknown;
  JudgedCase one{history.patient, history.simulated, 0, 0, 0, {}, options.seeds, 0, 0};
  one.chance_ap = truth.masked_select(pair.brain).to(at::kFloat).mean().item<double>();
  one.true_ml = last.lesion_given ? last.lesion_ml - first_ml : unknown;
  one.true_percent = 100 * one.true_ml / first_ml;

  const Learned learned = learn(pair, before, after, options, progress.part(0.02, 0.85));
  one.steps = learned.steps;
  one.failed_seeds = failed_seeds(learned.maps, pair.brain);
  MethodScores own = scores_of(learned.found, pair, truth, first_ml);
  MethodScores subtraction = scores_of(subtracted(pair), pair, truth, first_ml);
  for (std::size_t i = 0; i < learned.nulls.size(); ++i) {
    std::vector<at::Tensor> others = learned.nulls;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    own.null_ml.push_back(marked_ml(with_threshold(learned.nulls[i], pair, others), pair));
    subtraction.null_ml.push_back(marked_ml(subtracted(learned.null_pairs[i]), learned.null_pairs[i]));
  }
  one.methods["personal-wgan"] = own;
  one.methods["subtraction"] = subtraction;

  const PairedScan loose = unregistered(after, before);
  const ScanPair loose_pair = scan_pair_on(pair.grid, before, loose);
  LearnOptions single = options;
  single.seeds = 1;
  single.nulls = 0;
  single.steps = learned.steps;
  const Learned control = learn(loose_pair, before, loose, single, progress.part(0.85, 1));
  one.methods["personal-wgan, not registered"] = scores_of(control.found, loose_pair, truth, first_ml);
  return one;
}

}  // namespace longview::personal_wgan
