#include <QLabel>
#include <QStackedWidget>
#include <algorithm>
#include <cmath>

#include "app/window/banner.h"
#include "app/window/contents.h"
#include "app/window/inspector.h"
#include "app/window/main_window.h"
#include "app/window/scene_steps.h"
#include "app/window/side_panel.h"
#include "app/window/status_line.h"
#include "app/window/tool_bar.h"
#include "viewer/panels/time_axis.h"
#include "viewer/scene/linking.h"
#include "viewer/views/view_grid.h"

namespace longview {

void MainWindow::document_changed() {
  // A proposal is drawn as if it were confirmed; the banner says that it waits.
  std::shared_ptr<const Study> study = document().proposal ? document().proposal : document().study;
  if (study && !pins_.empty()) study = with_pins(study, pins_);
  actions_.set_study_open(study != nullptr);
  if (study && shown_study_ && study != shown_study_) {
    const std::size_t before = shown_study_->timepoints.size();
    scene_ = carried_over(scene_, *shown_study_, *study);
    if (study->timepoints.size() != before) {
      // Earlier scenes name dates by places that are no longer theirs.
      scene_.columns = default_columns(*study);
      history_.clear();
      history_.record(scene_);
    }
  }
  shown_study_ = study;
  drawn_.reset();
  place_cursor();
  simulated_->setVisible(study && study->simulated);
  middle_->setCurrentIndex(study ? 1 : 0);
  side_->set_study_open(study != nullptr);
  axis_->set(study);
  const Range trained = trained_range();
  axis_->set_horizon(horizon_, trained.low, trained.high);
  axis_->set_backtest(backtest_short(document()));
  side_->tree()->set(study, document().numbers);
  if (document().proposal)
    banner_->ask(tr("A lesion was proposed around the crosshair. Check its contour in all planes."),
                 {{"confirm", tr("Confirm")}, {"discard", tr("Discard")}});
  show_scene();
}

// A study opens at its lesion, unless somebody was quicker.
void MainWindow::place_cursor() {
  if (cursor_placed_ || !shown_study_ || !document().aligned) return;
  cursor_placed_ = true;
  if (scene_.cursor != first_scene(*shown_study_).cursor) return;
  const auto point = largest_lesion_slice(shown_study_->timepoints[static_cast<std::size_t>(scene_.timepoint)]);
  if (point) scene_.cursor = *point;
}

Range MainWindow::trained_range() const {
  const int prediction = document().study ? prediction_of(document(), scene_) : -1;
  std::string model = "gp-gan";
  if (prediction >= 0) model = document().study->timepoints[static_cast<std::size_t>(prediction)].provenance->model;
  const auto found = document().cards.find(model);
  return found == document().cards.end() ? Range{} : found->second.interval_days;
}

void MainWindow::set_scene(const Scene& scene, bool continues) {
  scene_ = scene;
  history_.record(scene, continues);
  show_scene();
}

void MainWindow::change(const std::function<Scene(Scene)>& step, bool continues) {
  if (!shown_study_) return;
  const Scene next = step(scene_);
  if (!(next == scene_)) set_scene(next, continues);
}

void MainWindow::show_scene() {
  if (!shown_study_) {
    patient_->clear();
    status_->show_nothing();
    grid_->set({});
    return;
  }
  const Study& study = *shown_study_;
  ViewModel model{shown_study_, scene_, {}};
  if (document().brain)
    for (std::size_t i = 0; i < study.timepoints.size() && model.brain_masks.empty(); ++i)
      if (shown_series(study.timepoints[i])) model.brain_masks[static_cast<int>(i)] = *document().brain;
  model.maps = shown_maps(document());
  grid_->set(std::move(model));
  status_->show_cursor(study, scene_of_date(study, scene_, scene_.timepoint));
  // Scrolling changes the cursor alone: then the panels stay as they are.
  Scene same = drawn_.value_or(Scene{});
  same.cursor = scene_.cursor;
  same.own_places = scene_.own_places;
  if (!drawn_ || !(same == scene_)) show_panels();
  drawn_ = scene_;
}

void MainWindow::show_panels() {
  const Study& study = *shown_study_;
  const Timepoint& timepoint = study.timepoints[static_cast<std::size_t>(scene_.timepoint)];
  banner_->seen("show:" + QString::fromStdString(timepoint.session));
  axis_->set_shown(scene_.timepoint, scene_.columns);
  std::vector<ShownMap> maps;
  for (const auto& [timepoint_of_map, own] : shown_maps(document()))
    for (const ShownMap& map : own)
      if (std::none_of(maps.begin(), maps.end(), [&](const ShownMap& other) { return other.key == map.key; }))
        maps.push_back(map);
  side_->layers()->set(layer_rows(study, scene_, maps));
  inspector_->show_maps(maps, scene_);
  side_->set_colour_words(scene_.overlays.colour_by_label ? tr("colour by label") : tr("colour by date"));
  const auto [words, icon_name] = registration_words(study, scene_);
  status_->show_registration(words, icon_name);
  toolbar_->set_link_icon(icon_name.isEmpty() ? "link" : icon_name);
  show_switches();
  show_window_preset(timepoint);
  if (drawn_ && drawn_->timepoint == scene_.timepoint && drawn_->layout == scene_.layout &&
      drawn_->hide_patient == scene_.hide_patient)
    return;
  side_->tree()->set_current(scene_.timepoint);
  inspector_->show_study(document(), scene_);
  patient_->setText(patient_line(study, scene_.hide_patient));
  place_patient();
  setWindowTitle(scene_.hide_patient ? tr("Longview")
                                     : tr("Longview – %1").arg(QString::fromStdString(study.patient.id)));
}

void MainWindow::show_switches() {
  static const char* const layouts[] = {"layout-single", "layout-planes", "layout-planes3d", "layout-compare",
                                        "layout-3d"};
  actions_[layouts[static_cast<int>(scene_.layout)]]->setChecked(true);
  static const char* const tools[] = {"tool-crosshair", "tool-window", "tool-pan",
                                      "tool-zoom",      "tool-length", "tool-ellipse"};
  actions_[tools[static_cast<int>(scene_.tool)]]->setChecked(true);
  const Overlays& overlays = scene_.overlays;
  const std::pair<const char*, bool> switches[] = {{"linked", scene_.linked},
                                                   {"invert", scene_.inverted},
                                                   {"contours", overlays.contours},
                                                   {"fill", overlays.fill},
                                                   {"probability", overlays.probability},
                                                   {"difference", overlays.difference},
                                                   {"overlays_off", overlays.hidden && !overlays_held_},
                                                   {"colour_by_label", overlays.colour_by_label},
                                                   {"map", !overlays.map.empty()},
                                                   {"check_registration", scene_.check_registration},
                                                   {"hide_patient", scene_.hide_patient}};
  for (const auto& [id, on] : switches) actions_[id]->setChecked(on);
}

void MainWindow::show_window_preset(const Timepoint& timepoint) {
  const Series* series = shown_series(timepoint);
  if (!series) return toolbar_->set_preset({}, {});
  QStringList names;
  for (int number = 0; number <= 9; ++number) names << QString::fromStdString(preset_name(*series, number));
  toolbar_->set_presets(names);
  const auto window = scene_.windows.find(scene_.timepoint);
  const bool automatic = window == scene_.windows.end() || window->second.width == 0;
  const auto whole = [](double value) { return QString::number(std::lround(value)).replace('-', QStringLiteral("−")); };
  toolbar_->set_preset(QString::fromStdString(series->sequence.empty() ? series->modality : series->sequence),
                       automatic
                           ? tr("automatic")
                           : QString("W %1  L %2").arg(whole(window->second.width), whole(window->second.centre)));
}

}  // namespace longview
