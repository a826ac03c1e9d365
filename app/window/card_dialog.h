// The whole card of a model: data, figures beside the baselines with intervals, limits, licence, citation.
#pragma once

#include <QString>
#include <functional>
#include <string>

#include "networks/core/model_card.h"

class QWidget;

namespace longview {

class Jobs;

// The card as rich text.
QString card_text(const ModelCard& card);

// Asks the library for the card in a job, then shows it; `failed` gets a sentence where there is none.
void show_card_dialog(const std::string& model, Jobs& jobs, QWidget* parent,
                      std::function<void(const QString&)> failed);

}  // namespace longview
