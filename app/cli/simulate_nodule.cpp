#include "app/pipeline/simulate_nodule.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <map>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/study_options.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/volumes.h"

namespace longview {

namespace {
const std::map<std::string, NoduleType> kTypes{
    {"solid", NoduleType::solid}, {"part-solid", NoduleType::part_solid}, {"ground-glass", NoduleType::ground_glass}};
const std::map<std::string, NoduleAttachment> kAttachments{
    {"none", NoduleAttachment::none}, {"wall", NoduleAttachment::wall}, {"vessel", NoduleAttachment::vessel}};

void print(const SimulatedNodule& nodule, const std::filesystem::path& out) {
  std::printf("SIMULATED  %s nodule  %s\n", std::string(name_of(nodule.course.type)).c_str(), out.c_str());
  for (const NoduleDate& date : nodule.dates)
    std::printf("  day %5.0f  %8.1f mm3 (in its labels %.1f)  at %.1f,%.1f,%.1f  slices %.2f mm\n", date.day,
                date.volume_mm3, 1000 * volume_ml(mask_of(date.labels)), date.place[0], date.place[1], date.place[2],
                date.thickness_mm);
}

struct Arguments {
  std::filesystem::path ct, out;
  std::string at, days = "0,365", format = "dicom", type = "solid", attachment = "none";
  NoduleStudyOptions options;
};

NoduleStudyOptions options_of(const Arguments& arguments) {
  NoduleStudyOptions options = arguments.options;
  options.at_place = !arguments.at.empty();
  if (options.at_place) options.nodule.place = point_from(arguments.at);
  options.attachment = kAttachments.at(arguments.attachment);
  options.nodule.course.type = kTypes.at(arguments.type);
  options.nodule.days = days_from(arguments.days);
  options.format = arguments.format == "dicom" ? StudyFormat::dicom : StudyFormat::nifti;
  return options;
}

void add_options(CLI::App& command, Arguments& arguments) {
  NoduleCourse& course = arguments.options.nodule.course;
  NoduleOptions& nodule = arguments.options.nodule;
  command.add_option("--ct", arguments.ct, "A chest CT: a study folder or an image file")->required();
  command.add_option("--out", arguments.out, "Folder for the study")->required();
  command.add_option("--at", arguments.at, "Place in the lung, LPS mm: X,Y,Z; else one is drawn");
  command.add_option("--attachment", arguments.attachment, "Of a drawn place: none, wall or vessel")
      ->check(CLI::IsMember(kAttachments))
      ->capture_default_str();
  command.add_option("--type", arguments.type, "solid, part-solid or ground-glass")
      ->check(CLI::IsMember(kTypes))
      ->capture_default_str();
  command.add_option("--diameter", course.diameter_mm, "On the first day, mm")->capture_default_str();
  command
      .add_option("--doubling", course.doubling_days, "Days in which the volume doubles; negative: halves; inf: stable")
      ->capture_default_str();
  command.add_option("--ceiling", course.ceiling_mm, "Diameter towards which growth slows (Gompertz); 0: none");
  command.add_option("--solid-share", course.solid_share, "Of the volume of a part-solid nodule")
      ->capture_default_str();
  command.add_flag("--spiculated", course.spiculated, "With spicules");
  command.add_option("--days", arguments.days, "Days of the dates")->capture_default_str();
  command.add_option("--thickness", nodule.thickness_mm,
                     "Slice thickness in mm; 0: as the CT; else drawn for each date");
  command.add_option("--field", nodule.field_mm, "Edge of the cube around the nodule that is scanned, mm; 0: all");
  command.add_option("--seed", nodule.seed, "Everything random comes from it")->capture_default_str();
  command.add_option("--format", arguments.format, "dicom or nifti")
      ->check(CLI::IsMember({"dicom", "nifti"}))
      ->capture_default_str();
  command.add_option("--patient", arguments.options.patient, "Patient ID")->capture_default_str();
}
}  // namespace

void add_nodule(CLI::App& simulate) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = simulate.add_subcommand("nodule", "A lung nodule that grows in a chest CT, at several dates");
  add_options(*command, *arguments);
  command->callback([=] {
    const SimulatedNodule nodule =
        simulate_nodule_study(arguments->ct, arguments->out, options_of(*arguments), console_progress());
    end_progress_line();
    print(nodule, arguments->out);
  });
}

}  // namespace longview
