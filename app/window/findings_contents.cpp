// What models said besides time points, as the views and the inspector show it.
#include "app/window/contents.h"

namespace longview {
namespace {

int place_of(const Study& study, const std::string& session) {
  for (std::size_t i = 0; i < study.timepoints.size(); ++i)
    if (!session.empty() && study.timepoints[i].session == session) return static_cast<int>(i);
  return -1;
}

// "A1 → A2", or "A2" where the model looked at one date.
QString dates_of(const Study& study, const ModelFindings& findings) {
  QStringList badges;
  for (const std::string& session : findings.inputs)
    if (const int place = place_of(study, session); place >= 0)
      badges << QString::fromStdString(badge(study, static_cast<std::size_t>(place)));
  return badges.join(QStringLiteral(" → "));
}

}  // namespace

std::map<int, std::vector<ShownMap>> shown_maps(const Document& document) {
  std::map<int, std::vector<ShownMap>> maps;
  if (!document.study) return maps;
  for (const ModelFindings& findings : document.findings)
    for (const NamedMap& map : findings.findings.maps) {
      const std::string title = map.title.empty() ? map.name : map.title;
      const std::string dates = dates_of(*document.study, findings).toStdString();
      const ShownMap shown{findings.model + "/" + map.name, dates.empty() ? title : title + ", " + dates, map};
      for (const std::string& session : {findings.source, findings.own})
        if (const int place = place_of(*document.study, session); place >= 0) maps[place].push_back(shown);
    }
  return maps;
}

const ModelFindings* findings_of(const Document& document, const Scene& scene) {
  if (document.findings.empty()) return nullptr;
  const auto shown = static_cast<std::size_t>(std::max(0, scene.timepoint));
  if (shown < document.study->timepoints.size())
    for (const ModelFindings& findings : document.findings)
      if (findings.own == document.study->timepoints[shown].session) return &findings;
  return &document.findings.back();
}

std::vector<TableChoice> table_choices(const Document& document, const ModelFindings& first) {
  std::vector<TableChoice> choices;
  const auto add = [&](const ModelFindings& findings) {
    for (const NamedTable& table : findings.findings.tables)
      choices.push_back(
          {findings.model, QString::fromStdString(findings.title + ": " + table.name).replace('_', ' '), table});
  };
  add(first);
  for (const ModelFindings& findings : document.findings)
    if (&findings != &first) add(findings);
  return choices;
}

}  // namespace longview
