#include "app/pipeline/align.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/json.h"
#include "app/cli/study_options.h"
#include "app/pipeline/open.h"
#include "app/pipeline/timepoints.h"
#include "imaging/core/failure.h"
#include "imaging/registration/resample.h"
#include "imaging/writing/nifti.h"

namespace longview {

namespace {
struct AlignArguments {
  StudyOptions study;
  std::filesystem::path out;
  AlignOptions options;
  bool json = false;
};

// Each date on the first date's grid, its lesion beside it, and the transforms as they were found.
nlohmann::ordered_json write_aligned(const Study& study, const std::filesystem::path& out) {
  nlohmann::ordered_json listed = nlohmann::ordered_json::array();
  const auto dates = acquired_timepoints(study);
  const Grid grid = loaded_series(study.timepoints[dates.front()]).grid;
  for (const std::size_t i : dates) {
    const Timepoint& timepoint = study.timepoints[i];
    const std::filesystem::path image = out / (timepoint.session + ".nii.gz");
    write_nifti(resample(*loaded_series(timepoint).volume, grid, study_to_scan(timepoint)), image);
    nlohmann::ordered_json entry{{"session", timepoint.session}, {"image", image.string()}};
    if (const LabelMap* lesion = lesion_of(timepoint)) {
      const std::filesystem::path file = out / (timepoint.session + "_labels.nii.gz");
      write_nifti(resample_labels(*lesion, grid, study_to_scan(timepoint)), file);
      entry["labels"] = file.string();
    }
    entry["transform"] = to_json(*timepoint.from_study);
    listed.push_back(entry);
  }
  return listed;
}
}  // namespace

void add_align(CLI::App& app) {
  auto arguments = std::make_shared<AlignArguments>();
  CLI::App* command = app.add_subcommand("align", "Lay every date on the first one");
  add_study_options(*command, arguments->study);
  command->add_option("--out", arguments->out, "Folder for the aligned images and transforms.json")->required();
  command->add_flag("--affine", arguments->options.affine, "Rigid, then affine (can hide growth; for two scanners)");
  command->add_flag("--json", arguments->json, "Print transforms.json");
  command->callback([=] {
    std::filesystem::create_directories(arguments->out);
    const Progress progress = console_progress();
    const Study opened =
        open_study(arguments->study.study,
                   {arguments->study.patient, mask_files(arguments->study.masks), arguments->study.sequence}, progress);
    const Study study = align(load(opened, progress.part(0, 0.4)), arguments->options, progress.part(0.4, 0.9));
    const auto listed = write_aligned(study, arguments->out);
    write_json(listed, arguments->out / "transforms.json");
    end_progress_line();
    if (arguments->json)
      std::cout << listed.dump(2) << '\n';
    else
      for (const std::size_t i : acquired_timepoints(study))
        std::cout << study.timepoints[i].session << ": " << study.timepoints[i].from_study->quality.verdict << '\n';
  });
}

}  // namespace longview
