#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/json.h"
#include "app/cli/study_options.h"
#include "app/pipeline/follow_nodule.h"
#include "imaging/core/failure.h"
#include "imaging/writing/nifti.h"

namespace longview {

namespace {
using Json = nlohmann::ordered_json;

Json to_json(const AxialDiameters& d) {
  return {{"long_mm", d.long_mm}, {"short_mm", d.short_mm}, {"mean_mm", d.mean_mm()}, {"slice", d.slice}};
}

Json to_json(const FollowedNodule& nodule, bool high_risk) {
  const NoduleSize& size = nodule.size;
  const GuidelineNote note = fleischner_2017(size, high_risk);
  Json json{{"session", nodule.session},
            {"day", nodule.day ? Json(*nodule.day) : Json(nullptr)},
            {"place_lps_mm", nodule.place},
            {"volume_mm3", size.volume_mm3},
            {"solid_mm3", size.solid_mm3},
            {"equivalent_diameter_mm", size.equivalent_diameter_mm},
            {"axial", to_json(size.whole)},
            {"category", name_of(size.category)},
            {"surroundings_correlation", nodule.correlation},
            {"fleischner_2017", {{"says", note.says}, {"rule", note.rule}}}};
  if (size.solid) json["solid_axial"] = to_json(*size.solid);
  return json;
}

Json to_json(const NoduleGrowth& growth) {
  return {{"days", growth.days},
          {"diameter_change_mm", growth.diameter_change_mm},
          {"volume_change_percent", growth.volume_change_percent},
          {"doubling_days", growth.doubling_days ? Json(*growth.doubling_days) : Json(nullptr)},
          {"lung_rads", {{"says", growth.note.says}, {"rule", growth.note.rule}}}};
}

Json to_json(const NoduleHistory& history, bool high_risk) {
  Json dates = Json::array(), growth = Json::array();
  for (const FollowedNodule& nodule : history.dates) dates.push_back(to_json(nodule, high_risk));
  for (const NoduleGrowth& g : history.growth) growth.push_back(to_json(g));
  return {{"research_use", "Information, not for diagnosis"},
          {"dates", dates},
          {"growth", growth},
          {"problems", to_json(history.problems)}};
}

void print(const NoduleHistory& history, bool high_risk) {
  for (const FollowedNodule& nodule : history.dates) {
    const GuidelineNote note = fleischner_2017(nodule.size, high_risk);
    std::printf("%s  %s, %.0f mm3, %.1f x %.1f mm\n  %s\n  rule: %s\n", nodule.session.c_str(),
                std::string(name_of(nodule.size.category)).c_str(), nodule.size.volume_mm3, nodule.size.whole.long_mm,
                nodule.size.whole.short_mm, note.says.c_str(), note.rule.c_str());
  }
  for (const NoduleGrowth& growth : history.growth) {
    std::printf("%.0f days: volume %+.0f %%", growth.days, growth.volume_change_percent);
    if (growth.doubling_days)
      std::printf(", %s in %.0f days", *growth.doubling_days > 0 ? "doubling" : "halving",
                  std::abs(*growth.doubling_days));
    std::printf("\n  %s\n  rule: %s\n", growth.note.says.c_str(), growth.note.rule.c_str());
  }
  for (const Problem& problem : history.problems) std::printf("%s: %s\n", problem.where.c_str(), problem.what.c_str());
}

void write(const NoduleHistory& history, const Json& json, const std::filesystem::path& out) {
  std::filesystem::create_directories(out);
  for (const FollowedNodule& nodule : history.dates)
    write_nifti(nodule.labels, out / (nodule.session + "_desc-nodule_dseg.nii.gz"), "proposed from a click");
  write_json(json, out / "nodule.json");
}
}  // namespace

void add_nodule_command(CLI::App& app) {
  struct Arguments {
    StudyOptions study;
    std::filesystem::path out;
    bool json = false, high_risk = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("nodule", "Outline and measure the lung nodule at a place, on every date");
  add_study_options(*command, arguments->study);
  command->add_option("--out", arguments->out, "Folder for outlines and nodule.json");
  command->add_flag("--high-risk", arguments->high_risk, "For guidelines: smoker, emphysema, family history ...");
  command->add_flag("--json", arguments->json, "As JSON");
  command->callback([=] {
    StudyOptions study = arguments->study;
    if (study.at.empty()) throw Failure("Give the nodule's place on the last date with --at=X,Y,Z (LPS mm).");
    const Vec3 point = point_from(study.at);
    study.at.clear();
    const Progress progress = console_progress();
    const NoduleHistory history =
        follow_nodule(aligned_study(study, progress.part(0, 0.7)), point, progress.part(0.7, 1));
    end_progress_line();
    const Json json = to_json(history, arguments->high_risk);
    if (!arguments->out.empty()) write(history, json, arguments->out);
    if (arguments->json)
      std::cout << json.dump(2) << '\n';
    else
      print(history, arguments->high_risk);
  });
}

}  // namespace longview
