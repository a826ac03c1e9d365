// BrainStatTrans-GAN with RMFN (Gao 2023) as a model of this program; see README.md beside this file.
#include "networks/core/model.h"

#include <memory>

#include "imaging/core/failure.h"
#include "networks/brain_stat_trans_gan/card.h"
#include "networks/core/brain_checks.h"

namespace longview::brain_stat_trans_gan {

namespace {

class BrainStatTransGan : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    return brain_checks(card_, history, horizon, {});
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions&, const Progress&) const override {
    throw Failure(refusal_text(card_, applicable(history, horizon)));
  }

 private:
  const ModelCard card_ = card_installed();
};

}  // namespace

std::unique_ptr<Model> make_model() { return std::make_unique<BrainStatTransGan>(); }

}  // namespace longview::brain_stat_trans_gan
