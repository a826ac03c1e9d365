#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/json.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/volumes.h"
#include "imaging/reading/read.h"

namespace longview {

namespace {
LabelMap labels_in(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) throw Failure(file.string() + " does not exist.");
  Segmentation segmentation;
  segmentation.files = {file};
  std::vector<Problem> problems;
  return read_labels(segmentation, problems, console_progress());
}
}  // namespace

void add_measure(CLI::App& app) {
  auto file = std::make_shared<std::filesystem::path>();
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("measure", "Volume and size of every label");
  command->add_option("LABELS", *file, "A label map (NIfTI, NRRD, MetaImage, DICOM SEG)")->required();
  command->add_flag("--json", *json, "As JSON");
  command->callback([=] {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const LabelVolume& label : measure(labels_in(*file)))
      list.push_back({{"value", label.value},
                      {"name", label.name},
                      {"voxels", label.voxels},
                      {"volume_ml", label.volume_ml},
                      {"equivalent_diameter_mm", label.equivalent_diameter_mm},
                      {"longest_axis_mm", label.longest_axis_mm},
                      {"centroid_lps_mm", label.centroid}});
    end_progress_line();
    if (*json)
      std::cout << nlohmann::ordered_json{{"labels", list}}.dump(2) << '\n';
    else
      for (const auto& label : list)
        std::cout << label["value"] << "  " << label["name"].get<std::string>() << "  " << label["volume_ml"]
                  << " mL, longest axis " << label["longest_axis_mm"] << " mm\n";
  });
}

}  // namespace longview
