#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/json.h"
#include "app/pipeline/networks.h"

namespace longview {

namespace {
nlohmann::ordered_json figures_of(const ModelCard& card) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const CardFigure& figure : card.figures)
    list.push_back({{"method", figure.method},
                    {"metric", figure.metric},
                    {"data", figure.data},
                    {"mean", number(figure.value)},
                    {"low", number(figure.low)},
                    {"high", number(figure.high)},
                    {"n", figure.n}});
  return list;
}

nlohmann::ordered_json to_json(const ModelCard& card) {
  return {{"name", card.name},
          {"title", card.title},
          {"task", card.task},
          {"version", card.version},
          {"description", card.description},
          {"reference", card.reference},
          {"sha256", card.weights_sha256},
          {"weights_installed", card.weights_installed},
          {"trained_on", card.trained_on},
          {"figures", figures_of(card)},
          {"needs", card.needs},
          {"interval_days", {card.interval_days.low, card.interval_days.high}},
          {"limits", card.limits}};
}
}  // namespace

void add_models(CLI::App& app) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("models", "Every model, what it needs and how well it does");
  command->add_flag("--json", *json, "As JSON");
  command->callback([=] {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Model* model : networks().models()) {
      const ModelCard& card = model->card();
      list.push_back(to_json(card));
      if (!*json)
        std::cout << card.name << "  " << card.task << (card.weights_installed ? "" : "  (no weights installed)")
                  << "\n    " << card.description << '\n';
    }
    if (*json) std::cout << list.dump(2) << '\n';
  });
}

}  // namespace longview
