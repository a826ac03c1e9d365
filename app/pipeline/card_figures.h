// An evaluation's means put into a model's card, so that whoever predicts sees them.
#pragma once

#include <filesystem>

#include "app/pipeline/evaluate.h"

namespace longview {

// Replaces the card's figures of the same data ("simulated" or "real") by growth Dice, Dice, HD95 and absolute volume
// error of every method that ran, each with its 95 % interval and number of patients. The rest of the card stays as it
// is. Throws Failure for a card that cannot be read or written, or that is another model's.
void write_figures(const std::filesystem::path& card, const Evaluation& evaluation);

}  // namespace longview
