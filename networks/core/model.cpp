#include "networks/core/model.h"

#include <algorithm>

#include "imaging/core/failure.h"

namespace longview {

void Model::train(const std::vector<History>&, const TrainOptions&, const Progress&) const {
  throw Failure(card().title + " has nothing to learn. Choose a model with weights, such as gp-gan.");
}

Judgement Model::judge(const std::vector<History>&, const PredictOptions&, const Progress&) const {
  throw Failure(card().title + " is judged by what came: give a cohort of patients with two or more dates.");
}

bool refused(const std::vector<Check>& checks) {
  return std::any_of(checks.begin(), checks.end(),
                     [](const Check& check) { return check.verdict == Check::Verdict::refuses; });
}

std::string refusal_text(const ModelCard& card, const std::vector<Check>& checks) {
  std::string text = card.title + " does not fit this patient.";
  for (const Check& check : checks)
    if (check.verdict == Check::Verdict::refuses) text += "\n" + check.sentence;
  return text;
}

}  // namespace longview
