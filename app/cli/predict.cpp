#include "app/pipeline/predict.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/prediction_files.h"
#include "app/cli/study_options.h"

namespace longview {

namespace {
struct PredictArguments {
  StudyOptions study;
  PredictRequest request;
  std::filesystem::path out;
};

void print(const Prediction& prediction, const std::filesystem::path& out) {
  for (const NamedNumber& number : prediction.numbers) {
    std::cout << "predicted " << number.name << ": " << number.value << ' ' << number.unit;
    if (number.low && number.high) std::cout << "  (" << *number.low << " ... " << *number.high << ')';
    std::cout << '\n';
  }
  for (const std::string& warning : prediction.provenance.warnings) std::cout << "warning: " << warning << '\n';
  std::cout << "PREDICTED, research use only. Written to " << out.string() << '\n';
}
}  // namespace

void add_predict(CLI::App& app) {
  auto arguments = std::make_shared<PredictArguments>();
  CLI::App* command = app.add_subcommand("predict", "Predict the next scan");
  add_study_options(*command, arguments->study);
  command->add_option("--model", arguments->request.model, "Which model (see: longview models)")->capture_default_str();
  command->add_option("--horizon", arguments->request.horizon_days, "Days after the last scan")->capture_default_str();
  command->add_flag("--hold-back", arguments->study.hold_back,
                    "Leave the last date out and predict it: --horizon is then the interval to it");
  command->add_option("--out", arguments->out, "Folder for image, labels, probability and record.json")->required();
  command->add_option("--seed", arguments->request.options.seed, "Seed of what is drawn")->capture_default_str();
  command->add_option("--samples", arguments->request.options.samples, "How many samples")->capture_default_str();
  command->add_option("--device", arguments->request.options.device, "cpu or cuda")
      ->check(CLI::IsMember({"cpu", "cuda"}))
      ->capture_default_str();
  command->add_option("--threads", arguments->request.options.threads, "0: all cores")->capture_default_str();
  command
      ->add_option("--seeds", arguments->request.options.seeds,
                   "Members of an ensemble, or trainings on the spot (0: the model's own number)")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command
      ->add_option("--minutes", arguments->request.options.minutes,
                   "For models that train on the spot: how long (0: the model's own length)")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--steps", arguments->request.options.steps, "Instead of --minutes: so many steps of each")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->callback([=] {
    const Progress progress = console_progress();
    if (arguments->study.hold_back) arguments->request.horizon_days = held_back_interval(arguments->study);
    if (!arguments->study.at.empty()) arguments->request.options.at = point_from(arguments->study.at);
    const Study study = aligned_study(arguments->study, progress.part(0, 0.3));
    const Prediction prediction = predict(study, arguments->request, progress.part(0.3, 1));
    write_prediction(prediction, study, arguments->study, arguments->request, arguments->out);
    end_progress_line();
    print(prediction, arguments->out);
  });
}

}  // namespace longview
