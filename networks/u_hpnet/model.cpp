// U-HPNet (Rafael-Palou 2022, Diagnostics 12:2639) as a model of this program; see README.md beside this file.
#include "networks/core/model.h"

#include <c10/util/Exception.h>

#include <memory>
#include <mutex>

#include "imaging/core/failure.h"
#include "networks/u_hpnet/card.h"
#include "networks/u_hpnet/judge.h"
#include "networks/u_hpnet/nodule_choice.h"
#include "networks/u_hpnet/predict.h"
#include "networks/u_hpnet/training.h"

namespace longview::u_hpnet {

namespace {

class UHpnet : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    return applicability(card_, history, horizon);
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions& options,
                     const Progress& progress) const override {
    const std::vector<Check> checks = applicable(history, horizon);
    if (refused(checks)) throw Failure(refusal_text(card_, checks));
    try {
      return predict_with(weights(), card_, history, horizon, options, progress);
    } catch (const c10::Error& error) {
      throw Failure(card_.title + " could not be run: " + error.what_without_backtrace() +
                    " Close other programs if memory is short, and try again.");
    }
  }

  bool judges_itself() const override { return true; }

  Judgement judge(const std::vector<History>& cohort, const PredictOptions& options,
                  const Progress& progress) const override {
    if (!card_.weights_installed) throw Failure("No weights of U-HPNet are installed, so there is nothing to judge.");
    return judge_on(weights(), baselines_from(read_weights(installed_folder() / "baselines.safetensors")), cohort,
                    options, progress);
  }

  void train(const std::vector<History>& cohort, const TrainOptions& options, const Progress& progress) const override {
    u_hpnet::train(cohort, options, 3, {}, progress);
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

std::unique_ptr<Model> make_model() { return std::make_unique<UHpnet>(); }

}  // namespace longview::u_hpnet
