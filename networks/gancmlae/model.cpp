// GANCMLAE (Shi 2023, doi 10.1002/hbm.26146) as a model of this program; see README.md beside this file.
#include "networks/core/model.h"

#include <c10/util/Exception.h>

#include <memory>
#include <mutex>
#include <optional>

#include "imaging/core/failure.h"
#include "networks/core/brain_checks.h"
#include "networks/gancmlae/card.h"
#include "networks/gancmlae/judge.h"
#include "networks/gancmlae/predict.h"
#include "networks/gancmlae/training.h"

namespace longview::gancmlae {

namespace {

class Gancmlae : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    return brain_checks(card_, history, horizon, {.age_and_sex = true});
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions& options,
                     const Progress& progress) const override {
    const std::vector<Check> checks = applicable(history, horizon);
    if (refused(checks)) throw Failure(refusal_text(card_, checks));
    try {
      Prediction prediction = predict_with(weights(), card_, history, options, progress);
      for (const Check& check : checks)
        if (check.verdict == Check::Verdict::warns) prediction.provenance.warnings.push_back(check.sentence);
      return prediction;
    } catch (const c10::Error& error) {
      throw Failure(card_.title + " could not be run: " + error.what_without_backtrace() +
                    " Close other programs if memory is short, and try again.");
    }
  }

  bool judges_itself() const override { return true; }

  Judgement judge(const std::vector<History>& cohort, const PredictOptions&, const Progress& progress) const override {
    if (!card_.weights_installed) throw Failure("No weights of GANCMLAE are installed, so there is nothing to judge.");
    const std::filesystem::path file = installed_folder() / "baselines.safetensors";
    std::optional<Baselines> baselines;
    if (std::filesystem::exists(file)) baselines = read_baselines(file);
    return judge_on(weights(), baselines ? &*baselines : nullptr, cohort, progress);
  }

  void train(const std::vector<History>& cohort, const TrainOptions& options, const Progress& progress) const override {
    gancmlae::train(cohort, options, progress);
  }

 private:
  // Read when first needed, then kept.
  const Shipped& weights() const {
    const std::lock_guard lock(mutex_);
    if (!weights_)
      weights_ = std::make_unique<Shipped>(
          shipped_from(read_weights(installed_folder() / card_.weights_file, card_.weights_sha256)));
    return *weights_;
  }

  const ModelCard card_ = card_installed();
  mutable std::mutex mutex_;
  mutable std::unique_ptr<Shipped> weights_;
};

}  // namespace

std::unique_ptr<Model> make_model() { return std::make_unique<Gancmlae>(); }

}  // namespace longview::gancmlae
