#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/json.h"
#include "app/cli/prediction_files.h"
#include "imaging/core/failure.h"

namespace longview {

namespace {
nlohmann::ordered_json read_record(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw Failure(file.string() + " cannot be read; give the record.json that predict wrote.");
  try {
    return nlohmann::ordered_json::parse(in);
  } catch (const nlohmann::json::exception&) {
    throw Failure(file.string() + " is not a whole record; give the record.json that predict wrote.");
  }
}

void arguments_from(const nlohmann::ordered_json& record, const std::filesystem::path& file, StudyOptions& study,
                    PredictRequest& request) {
  try {
    const auto& arguments = record.at("arguments");
    study.study = arguments.at("study").get<std::string>();
    study.patient = arguments.at("patient").get<std::string>();
    study.masks = arguments.at("masks").get<std::vector<std::string>>();
    study.at = arguments.at("at").get<std::string>();
    if (arguments.contains("age") && !arguments["age"].is_null()) study.age_years = arguments["age"].get<double>();
    study.sex = arguments.value("sex", std::string());
    study.sequence = arguments.value("sequence", std::string());
    study.hold_back = arguments.at("hold_back").get<bool>();
    request.model = arguments.at("model").get<std::string>();
    request.horizon_days = arguments.at("horizon_days").get<double>();
    request.options.seed = arguments.at("seed").get<std::uint64_t>();
    request.options.samples = arguments.at("samples").get<int>();
    request.options.device = arguments.at("device").get<std::string>();
    request.options.threads = arguments.at("threads").get<int>();
    request.options.seeds = arguments.value("seeds", 0);
    request.options.minutes = arguments.value("minutes", 0.0);
    request.options.steps = arguments.value("steps", std::int64_t{0});
    // A training that a clock ended goes as far as it went.
    for (const auto& number : record.at("numbers"))
      if (number.at("name") == "training steps") request.options.steps = number.at("value").get<std::int64_t>();
    if (!study.at.empty()) request.options.at = point_from(study.at);
  } catch (const nlohmann::json::exception&) {
    throw Failure(file.string() + " lacks what is needed to predict again; it was not written by longview predict.");
  }
}

void compare(const nlohmann::ordered_json& before, const nlohmann::ordered_json& after) {
  if (before.at("inputs") != after.at("inputs"))
    throw Failure(
        "The scans or masks are not the ones of the record: their hashes differ. The new result lies beside it.");
  if (before.at("provenance").at("weights_sha256") != after.at("provenance").at("weights_sha256"))
    throw Failure("The model's weights are not those of the record. The new result lies beside it.");
  if (before.at("results") != after.at("results"))
    throw Failure("The voxels differ from the record's: another machine or number of threads can do that.");
}
}  // namespace

void add_replay(CLI::App& app) {
  auto record = std::make_shared<std::filesystem::path>();
  auto out = std::make_shared<std::filesystem::path>();
  CLI::App* command = app.add_subcommand("replay", "Make a prediction again from its record and compare");
  command->add_option("RECORD", *record, "record.json")->required();
  command->add_option("--out", *out, "Folder for the new result")->required();
  command->callback([=] {
    const auto before = read_record(*record);
    StudyOptions options;
    PredictRequest request;
    arguments_from(before, *record, options, request);
    const Progress progress = console_progress();
    const Study study = aligned_study(options, progress.part(0, 0.3));
    const Prediction prediction = predict(study, request, progress.part(0.3, 1));
    write_prediction(prediction, study, options, request, *out);
    end_progress_line();
    compare(before, read_record(*out / "record.json"));
    std::cout << "The same voxels as the record's. Written to " << out->string() << '\n';
  });
}

}  // namespace longview
