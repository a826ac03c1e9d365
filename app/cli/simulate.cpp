#include "app/pipeline/simulate.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/study_options.h"
#include "imaging/core/failure.h"

namespace longview {

namespace {
void print(const SimulatedStudy& study) {
  std::cout << study.patient << "  " << study.course << "  SIMULATED  " << study.folder.string() << '\n';
  for (const SimulatedDateSummary& date : study.dates)
    std::cout << "  " << date.session << "  " << date.date << "  tumour " << date.tumour_ml << " mL, core "
              << date.core_ml << " mL\n";
}

void add_glioma(CLI::App& parent) {
  struct Arguments {
    std::filesystem::path anatomy, out;
    std::string days = "0,90,180", format = "dicom";
    SimulateOptions options;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = parent.add_subcommand("glioma", "A glioma that grows in a brain, at several dates");
  command->add_option("--anatomy", arguments->anatomy, "T1 scan of a healthy head or brain")->required();
  command->add_option("--out", arguments->out, "Folder for the study")->required();
  command->add_option("--days", arguments->days, "Days of the dates, the first is 0")->capture_default_str();
  command->add_option("--seed", arguments->options.seed, "Everything random comes from it")->capture_default_str();
  command->add_option("--format", arguments->format, "dicom or nifti")
      ->check(CLI::IsMember({"dicom", "nifti"}))
      ->capture_default_str();
  command->add_option("--thickness", arguments->options.slice_thickness_mm, "Slice thickness in mm; 0: cubes of 1 mm")
      ->capture_default_str();
  command->add_option("--patient", arguments->options.patient, "Patient ID")->capture_default_str();
  command->callback([=] {
    SimulateOptions options = arguments->options;
    options.days = days_from(arguments->days);
    options.format = arguments->format == "dicom" ? StudyFormat::dicom : StudyFormat::nifti;
    const SimulatedStudy study = simulate_study(arguments->anatomy, arguments->out, options, console_progress());
    end_progress_line();
    print(study);
  });
}

void add_cohort(CLI::App& parent) {
  struct Arguments {
    std::vector<std::filesystem::path> anatomies;
    std::filesystem::path out;
    int count = 40;
    std::uint64_t seed = 1;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = parent.add_subcommand("cohort", "Many simulated patients, for training and evaluation");
  command->add_option("--anatomy", arguments->anatomies, "T1 scans of healthy heads or brains")->required();
  command->add_option("--out", arguments->out, "Folder for the patients")->required();
  command->add_option("--count", arguments->count, "How many patients")->capture_default_str();
  command->add_option("--seed", arguments->seed, "Everything random comes from it")->capture_default_str();
  command->callback([=] {
    const auto studies =
        simulate_cohort(arguments->anatomies, arguments->out, arguments->count, arguments->seed, console_progress());
    end_progress_line();
    for (const SimulatedStudy& study : studies) print(study);
  });
}

void add_demo(CLI::App& parent) {
  auto out = std::make_shared<std::filesystem::path>();
  CLI::App* command =
      parent.add_subcommand("demo", "The demo study: Colin27 with a growing glioma at three dates, as DICOM");
  command->add_option("--out", *out, "Folder for the study")->required();
  command->callback([=] {
    const SimulatedStudy study = make_demo_study(*out, console_progress());
    end_progress_line();
    print(study);
  });
}
}  // namespace

void add_simulate(CLI::App& app) {
  CLI::App* command = app.add_subcommand("simulate", "Simulated patients with exact truth, marked as such");
  command->require_subcommand(1);
  add_glioma(*command);
  add_cohort(*command);
  add_atrophy(*command);
  add_nodule(*command);
  add_demo(*command);
}

}  // namespace longview
