#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/pipeline/export_labels.h"
#include "imaging/core/failure.h"

namespace longview {

void add_export(CLI::App& app) {
  struct Arguments {
    ExportLabelsRequest request;
    std::string format = "seg";
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("export", "Labels or a predicted image as DICOM");
  command
      ->add_option("FILE", arguments->request.file,
                   "labels.nii.gz, probability.nii.gz or image.nii.gz of a prediction, or any label map")
      ->required();
  command->add_option("--like", arguments->request.like, "The study or series that it belongs to")->required();
  command->add_option("--format", arguments->format, "seg, sr or series")
      ->check(CLI::IsMember({"seg", "sr", "series"}))
      ->required();
  command->add_option("--session", arguments->request.session,
                      "Which date of the study the labels lie on (default: the last)");
  command
      ->add_option("--review", arguments->request.review, "Written into the object: not reviewed, accepted, rejected")
      ->capture_default_str();
  command->add_option("--out", arguments->request.out, "A file (seg, sr) or a folder")->required();
  command->callback([=] {
    ExportLabelsRequest request = arguments->request;
    request.format = arguments->format == "seg"  ? ExportFormat::seg
                     : arguments->format == "sr" ? ExportFormat::sr
                                                 : ExportFormat::series;
    const auto written = export_labels(request, console_progress());
    end_progress_line();
    for (const ExportedObject& object : written)
      std::cout << object.path.string() << "  " << object.description << '\n';
  });
}

}  // namespace longview
