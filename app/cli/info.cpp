#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/json.h"
#include "app/cli/study_options.h"
#include "app/pipeline/open.h"

namespace longview {

namespace {
void print(const Study& study) {
  std::cout << "Patient " << study.patient.id << (study.simulated ? "  (simulated data)" : "") << '\n';
  for (std::size_t i = 0; i < study.timepoints.size(); ++i) {
    const Timepoint& timepoint = study.timepoints[i];
    std::cout << badge(study, i) << "  " << (timepoint.date ? iso(*timepoint.date) : "no date") << "  "
              << timepoint.session << '\n';
    for (const Series& series : timepoint.series)
      std::cout << "    " << series.modality << "  " << series.description << "  " << series.grid.size[0] << " x "
                << series.grid.size[1] << " x " << series.grid.size[2] << "  (" << series.files.size()
                << (series.files.size() == 1 ? " file)\n" : " files)\n");
    for (const Segmentation& mask : timepoint.masks)
      std::cout << "    mask  " << mask.name << "  (" << mask.format << ")\n";
  }
  for (const Problem& problem : study.problems)
    std::cout << name_of(problem.severity) << ": " << problem.where << ": " << problem.what << '\n';
}
}  // namespace

void add_info(CLI::App& app) {
  auto options = std::make_shared<StudyOptions>();
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("info", "What a study holds, from the headers");
  command->add_option("STUDY", options->study, "Folder or file with one patient's scans")->required();
  command->add_option("--patient", options->patient, "Which patient, where the folder holds several");
  command->add_flag("--json", *json, "As JSON");
  command->callback([=] {
    const Study study = open_study(options->study, {options->patient, {}, {}}, console_progress());
    end_progress_line();
    if (*json)
      std::cout << to_json(study).dump(2) << '\n';
    else
      print(study);
  });
}

}  // namespace longview
