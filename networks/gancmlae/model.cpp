// GANCMLAE (Shi 2023, doi 10.1002/hbm.26146) as a model of this program; see README.md beside this file.
#include "networks/core/model.h"

#include <memory>

#include "imaging/core/failure.h"
#include "networks/core/brain_checks.h"
#include "networks/gancmlae/card.h"

namespace longview::gancmlae {

namespace {

class Gancmlae : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    return brain_checks(card_, history, horizon, {.age_and_sex = true});
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions&, const Progress&) const override {
    throw Failure(refusal_text(card_, applicable(history, horizon)));
  }

 private:
  const ModelCard card_ = card_installed();
};

}  // namespace

std::unique_ptr<Model> make_model() { return std::make_unique<Gancmlae>(); }

}  // namespace longview::gancmlae
