#include "networks/personal_wgan/predict.h"

#include "imaging/registration/resample.h"
#include "networks/core/private/device.h"
#include "networks/core/private/tensor.h"

namespace longview::personal_wgan {

LearnOptions learn_options(const PredictOptions& options) {
  LearnOptions learning;
  if (options.seeds > 0) learning.seeds = options.seeds;
  if (options.minutes > 0) learning.minutes = options.minutes;
  learning.steps = options.steps;
  learning.seed = options.seed;
  learning.threads = compute_plan("cpu", options.threads).threads;
  return learning;
}

Prediction predict_with(const ModelCard& card, const History& history, const PredictOptions& options,
                        const Progress& progress) {
  const std::size_t n = history.timepoints.size();
  const PairedScan before = paired_scan(history, n - 2, progress.part(0, 0.02, "First date"));
  const PairedScan after = paired_scan(history, n - 1, progress.part(0.02, 0.04, "Second date"));
  const ScanPair pair = scan_pair(before, after, 1, progress.part(0.04, 0.05));
  const auto told = [&](const FoundChange& found) {
    Prediction prediction = change_prediction(history, pair, found, "Change, learned from this patient");
    Provenance& from = prediction.provenance;
    from.model = card.name;
    from.version = card.version;
    from.seed = options.seed;
    from.device = "cpu, one thread a training";
    return prediction;
  };
  keep_freed_memory();
  const Learned learned = learn(pair, before, after, learn_options(options), progress.part(0.05, 0.98));
  Prediction prediction = told(learned.found);
  prediction.spread = resample(volume_of(learned.spread, pair.grid), history.last_scan.grid, history.last_to_study);
  prediction.spread->unit = "SD";
  prediction.numbers.push_back({"training steps", static_cast<double>(learned.steps), {}, {}, ""});
  return prediction;
}

}  // namespace longview::personal_wgan
