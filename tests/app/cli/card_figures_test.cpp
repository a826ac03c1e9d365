#include "app/pipeline/card_figures.h"

#include <gtest/gtest.h>

#include <fstream>

#include "imaging/core/failure.h"
#include "networks/core/model_card.h"

namespace longview {
namespace {

class CardFigures : public testing::Test {
 protected:
  CardFigures() {
    std::filesystem::copy_file(std::filesystem::path(LONGVIEW_SOURCE_DIR) / "resources/models/gp_gan/card.json", card,
                               std::filesystem::copy_options::overwrite_existing);
    evaluation.model = "gp-gan";
    evaluation.real.n = 9;
    evaluation.real.methods["gp-gan"]["growth_dice"] = {{0.12345, 0.1, 0.2}, 9};
    evaluation.real.methods["gp-gan"]["brier"] = {{0.5, 0.4, 0.6}, 9};
    evaluation.real.methods["distance-extrapolation"]["growth_dice"] = {{}, 0};
  }
  ~CardFigures() override { std::filesystem::remove(card); }

  std::vector<CardFigure> figures(const std::string& data) const {
    std::vector<CardFigure> found;
    for (const CardFigure& figure : read_card(card).figures)
      if (figure.data == data) found.push_back(figure);
    return found;
  }

  std::filesystem::path card = std::filesystem::temp_directory_path() / "longview-card-figures.json";
  Evaluation evaluation;
};

TEST_F(CardFigures, ReplaceThoseOfTheSameDataOnly) {
  const auto simulated = figures("simulated").size();
  write_figures(card, evaluation);
  write_figures(card, evaluation);
  const auto real = figures("real");
  ASSERT_EQ(real.size(), 1u);  // once, and neither metrics that a card does not hold nor methods that never ran
  EXPECT_EQ(real[0].method, "gp-gan");
  EXPECT_EQ(real[0].metric, "growth_dice");
  EXPECT_DOUBLE_EQ(real[0].value, 0.123);
  EXPECT_DOUBLE_EQ(real[0].low, 0.1);
  EXPECT_EQ(real[0].n, 9);
  EXPECT_EQ(figures("simulated").size(), simulated);
}

TEST_F(CardFigures, OfAJudgementAreItsValuesWithTheirPaths) {
  const auto simulated = figures("simulated").size();
  const Judgement judgement{R"({"model": "gp-gan", "n": 22, "plain": 3,
    "healthy": {"ssim": {"mean": 0.87654, "low": 0.8, "high": 0.9, "n": 21}, "psnr": {"mean": null, "low": 1, "high": 2}},
    "auc": {"methods": {"w-score": {"-10": {"value": 0.75, "ci95": [0.6, 0.9], "less": {"value": -0.1, "ci95": [-0.2, 0]}}}}},
    "parts": [{"name": "Ventricles", "dice": {"mean": 0.9, "low": 0.8, "high": 1}}]
    })",
                            ""};
  write_figures(card, "gp-gan", judgement, "ixi");
  write_figures(card, "gp-gan", judgement, "ixi");
  const auto made = figures("ixi");
  ASSERT_EQ(made.size(), 4u);
  EXPECT_EQ(made[0].method + ": " + made[0].metric, "gp-gan: healthy ssim");
  EXPECT_DOUBLE_EQ(made[0].value, 0.877);
  EXPECT_EQ(made[0].n, 21);
  EXPECT_EQ(made[1].method + ": " + made[1].metric, "w-score: auc -10");
  EXPECT_DOUBLE_EQ(made[1].low, 0.6);
  EXPECT_EQ(made[1].n, 22);
  EXPECT_EQ(made[2].metric, "auc -10 less");
  EXPECT_EQ(made[3].metric, "parts Ventricles dice");
  EXPECT_EQ(figures("simulated").size(), simulated);
}

TEST_F(CardFigures, OfAnotherModelAreRefused) {
  evaluation.model = "u-hpnet";
  EXPECT_THROW(write_figures(card, evaluation), Failure);
  EXPECT_THROW(write_figures("/nowhere/card.json", evaluation), Failure);
}

}  // namespace
}  // namespace longview
