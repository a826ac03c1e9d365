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

TEST_F(CardFigures, OfAnotherModelAreRefused) {
  evaluation.model = "u-hpnet";
  EXPECT_THROW(write_figures(card, evaluation), Failure);
  EXPECT_THROW(write_figures("/nowhere/card.json", evaluation), Failure);
}

}  // namespace
}  // namespace longview
