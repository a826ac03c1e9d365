// GP-GAN (Elazab 2020, doi 10.1016/j.neunet.2020.09.004) as a model of this program; see README.md beside this file.
#include "networks/core/model.h"

#include <c10/util/Exception.h>

#include <memory>
#include <mutex>

#include "imaging/core/failure.h"
#include "networks/gp_gan/applicability.h"
#include "networks/gp_gan/card.h"
#include "networks/gp_gan/predict.h"
#include "networks/gp_gan/training.h"

namespace longview::gp_gan {

namespace {

class GpGan : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    return applicability(card_, history, horizon);
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions& options,
                     const Progress& progress) const override {
    const std::vector<Check> checks = applicable(history, horizon);
    if (refused(checks)) throw Failure(refusal_text(card_, checks));
    Prediction prediction = run(history, horizon, options, progress);
    for (const Check& check : checks)
      if (check.verdict == Check::Verdict::warns) prediction.provenance.warnings.push_back(check.sentence);
    return prediction;
  }

  void train(const std::vector<History>& cohort, const TrainOptions& options, const Progress& progress) const override {
    gp_gan::train(cohort, options, Recipe{}, progress);
  }

 private:
  // Torch's own errors end in a trace that helps nobody at the screen.
  Prediction run(const History& history, Horizon horizon, const PredictOptions& options,
                 const Progress& progress) const {
    try {
      return predict_with(weights(), card_, history, horizon, options, progress);
    } catch (const c10::Error& error) {
      throw Failure(card_.title + " could not be run: " + error.what_without_backtrace() +
                    " Close other programs if memory is short, and try again.");
    }
  }

  // Read when first needed, then kept.
  const Shipped& weights() const {
    const std::lock_guard lock(mutex_);
    if (!weights_)
      weights_ = std::make_unique<Shipped>(
          shipped_from(read_weights(installed_folder() / card_.weights_file, card_.weights_sha256)));
    return *weights_;
  }

  const ModelCard card_ = installed_card();
  mutable std::mutex mutex_;
  mutable std::unique_ptr<Shipped> weights_;
};

}  // namespace

std::unique_ptr<Model> make_model() { return std::make_unique<GpGan>(); }

}  // namespace longview::gp_gan
