// Maps and regions of models, and dates pinned to each other by hand.
#include <algorithm>
#include <utility>

#include "app/window/contents.h"
#include "app/window/inspector.h"
#include "app/window/main_window.h"
#include "app/window/region_course.h"
#include "app/window/region_point.h"
#include "app/window/scene_steps.h"
#include "viewer/scene/linking.h"
#include "viewer/views/view_grid.h"

namespace longview {

void MainWindow::toggle_map() {
  std::string first;
  for (const auto& [timepoint, maps] : shown_maps(document()))
    for (const ShownMap& map : maps)
      // z-scores first: the key is theirs.
      if (first.empty() || map.map.volume.unit == "z") first = map.key;
  if (first.empty()) {
    show_switches();
    return say(tr("No model has given a map of this study."));
  }
  change([&](Scene s) {
    s.overlays.map = s.overlays.map.empty() ? first : std::string();
    s.overlays.map_threshold = -1;
    if (!s.overlays.map.empty()) s.overlays.difference = false;
    return s;
  });
}

void MainWindow::go_to_region(const std::string& model, const NamedTable& table, int row) {
  const auto findings = std::find_if(document().findings.begin(), document().findings.end(),
                                     [&](const ModelFindings& other) { return other.model == model; });
  if (findings == document().findings.end()) return;
  if (const std::string region = region_of_row(table, row); !region.empty())
    inspector_->show_region(region, document());
  int source = -1;
  for (std::size_t i = 0; i < shown_study_->timepoints.size(); ++i) {
    const std::string& session = shown_study_->timepoints[i].session;
    if (session == findings->own || (source < 0 && session == findings->source)) source = static_cast<int>(i);
  }
  const auto point = region_point(*shown_study_, source, table, row, scene_.cursor);
  if (!point) return say(tr("Where this region lies is not known: no segmentation of this study names it."));
  change([&](Scene s) { return with_cursor(std::move(s), *shown_study_, *point); });
}

void MainWindow::pin() {
  const Timepoint& date = shown_study_->timepoints[static_cast<std::size_t>(active_date())];
  const Vec3 here = scene_of_date(*shown_study_, scene_, active_date()).cursor;
  const QString name = QString::fromStdString(badge(*shown_study_, static_cast<std::size_t>(active_date())));
  if (!pinned_ || pinned_->first == date.session) {
    pinned_ = std::pair(date.session, here);
    return say(
        tr("Pinned in %1. Set the crosshair on the same place in a view of another date and press K.").arg(name));
  }
  const auto [first, there] = *std::exchange(pinned_, std::nullopt);
  // What the second date showed here belongs where the first one was pinned.
  Vec3& shift = pins_[date.session];
  for (std::size_t c = 0; c < 3; ++c) shift[c] += here[c] - there[c];
  if (!scene_.linked) change([this](Scene s) { return with_link_toggled(*shown_study_, s, s.timepoint); });
  change([&](Scene s) { return with_cursor(std::move(s), *shown_study_, there); });
  document_changed();
  say(tr("%1 is pinned by hand. Models still use its registration. Image ▸ Remove pins takes it back.").arg(name));
}

int MainWindow::active_date() const {
  for (const ViewPlace& place : grid_->places().views)
    if (place.view == scene_.active_view) return place.timepoint;
  return scene_.timepoint;
}

}  // namespace longview
