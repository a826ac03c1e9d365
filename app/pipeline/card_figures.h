// An evaluation's means put into a model's card, so that whoever predicts sees them.
#pragma once

#include <filesystem>

#include "app/pipeline/evaluate.h"

namespace longview {

// Replaces the card's figures of the same data ("simulated" or "real") by growth Dice, Dice, HD95 and absolute volume
// error of every method that ran, each with its 95 % interval and number of patients. The rest of the card stays as it
// is. Throws Failure for a card that cannot be read or written, or that is another model's.
void write_figures(const std::filesystem::path& card, const Evaluation& evaluation);

// The same from the judgement of a model that judges itself: every value of its JSON that stands with an interval
// ("value" and "ci95", or "mean", "low" and "high") replaces the figures of `data`. A figure's name is the path to it,
// through rows by their "name"; below a key "methods" stands whose figure it is.
void write_figures(const std::filesystem::path& card, const std::string& model, const Judgement& judgement,
                   const std::string& data);

}  // namespace longview
