// Per-patient WGAN (Strack 2023, doi 10.1186/s12880-023-01128-w) as a model of this program; see README.md beside this
// file.
#include "networks/core/model.h"

#include <c10/util/Exception.h>

#include <memory>

#include "imaging/core/failure.h"
#include "networks/core/change_checks.h"
#include "networks/personal_wgan/card.h"
#include "networks/personal_wgan/judge.h"
#include "networks/personal_wgan/predict.h"

namespace longview::personal_wgan {

namespace {

class PersonalWgan : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    return change_checks(card_, history, horizon);
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions& options,
                     const Progress& progress) const override {
    const std::vector<Check> checks = applicable(history, horizon);
    if (refused(checks)) throw Failure(refusal_text(card_, checks));
    try {
      return predict_with(card_, history, options, progress);
    } catch (const c10::Error& error) {
      throw Failure(card_.title + " could not be run: " + error.what_without_backtrace() +
                    " Close other programs if memory is short, and try again.");
    }
  }

  bool judges_itself() const override { return true; }

  Judgement judge(const std::vector<History>& cohort, const PredictOptions& options,
                  const Progress& progress) const override {
    return judge_on(card_, cohort, options, progress);
  }

 private:
  const ModelCard card_ = own_card();
};

}  // namespace

std::unique_ptr<Model> make_model() { return std::make_unique<PersonalWgan>(); }

}  // namespace longview::personal_wgan
