#include <QDateTime>
#include <QMenu>
#include <cmath>

#include "app/window/banner.h"
#include "app/window/empty_state.h"
#include "app/window/inspector.h"
#include "app/window/main_window.h"
#include "app/window/scene_steps.h"
#include "app/window/side_panel.h"
#include "app/window/status_line.h"
#include "app/window/tool_bar.h"
#include "viewer/panels/time_axis.h"
#include "viewer/views/view_grid.h"

namespace longview {

void MainWindow::show_opened() {
  history_.clear();
  shown_study_ = document().study;
  scene_ = first_scene(*shown_study_);
  cursor_placed_ = false;
  compare_zoom_.reset();
  pins_.clear();
  pinned_.reset();
  scene_.hide_patient = actions_["hide_patient"]->isChecked();
  history_.record(scene_);
  const Study& study = *document().study;
  RecentStudy recent{QString::fromStdString(study.folder.string()), QString::fromStdString(study.patient.id), "", "",
                     QDateTime::currentDateTime().toString(Qt::ISODate)};
  if (recent.name.isEmpty()) recent.name = QString::fromStdString(study.folder.filename().string());
  if (const int main = main_series(study.timepoints.front()); main >= 0)
    recent.what = QString::fromStdString(study.timepoints.front().series[static_cast<std::size_t>(main)].modality);
  recent.dates = study.timepoints.size() == 1 ? tr("1 date") : tr("%1 dates").arg(study.timepoints.size());
  session_.add_recent(recent);
  fill_recent();
  flow_.set_reviews(session_.reviews(recent.folder));
}

void MainWindow::connect_parts() {
  connect_work();
  connect_panels();
  connect_views();
  fill_recent();
}

void MainWindow::connect_work() {
  connect(&flow_, &StudyFlow::opened, this, &MainWindow::show_opened);
  connect(&flow_, &StudyFlow::changed, this, &MainWindow::document_changed);
  connect(&flow_, &StudyFlow::predicted, this, &MainWindow::arrived);
  connect(&flow_, &StudyFlow::said, this, &MainWindow::say);
  connect(&flow_, &StudyFlow::refused, this, &MainWindow::refuse);
  connect(&jobs_, &Jobs::changed, this, [this] { status_->show_jobs(jobs_.list()); });
  connect(&jobs_, &Jobs::cancelled, this, [this] { say(tr("Cancelled. Nothing was changed.")); });
  connect(status_, &StatusLine::cancel_asked, this, [this](std::uint64_t job) { jobs_.cancel(job); });
  connect(empty_, &EmptyState::open_asked, this, &MainWindow::ask_open);
  connect(empty_, &EmptyState::demo_asked, this, &MainWindow::open_demo);
  connect(empty_, &EmptyState::recent_chosen, this, &MainWindow::open);
  connect(banner_, &Banner::chosen, this, &MainWindow::answer);
}

void MainWindow::connect_views() {
  connect(grid_, &ViewGrid::scene_changed, this,
          [this](const Scene& scene, bool continues) { set_scene(scene, continues); });
  connect(grid_, &ViewGrid::menu_asked, this, [this](int, const QPoint& where) {
    QMenu menu;
    for (const char* id : {"propose", "largest", "maximise", "reset", "invert", "copy_picture"})
      menu.addAction(actions_[id]);
    menu.exec(where);
  });
  connect(toolbar_, &ToolBar::preset_chosen, this, &MainWindow::preset);
  connect(side_->layers(), &LayerList::visibility_changed, this, &MainWindow::show_layer);
  connect(side_->layers(), &LayerList::opacity_changed, this, [this](const std::string& key, double opacity) {
    change(
        [&](Scene s) {
          s.overlays.layers[key].opacity = opacity;
          return s;
        },
        true);
  });
}

void MainWindow::connect_panels() {
  const auto show_date = [this](int timepoint) { change([&](Scene s) { return with_date(std::move(s), timepoint); }); };
  connect(axis_, &TimeAxis::date_chosen, this, show_date);
  connect(side_->tree(), &StudyTree::date_chosen, this, show_date);
  connect(inspector_, &Inspector::date_chosen, this, show_date);
  connect(side_->tree(), &StudyTree::provenance_asked, this, [this](int timepoint) {
    const auto& source = document().study->timepoints[static_cast<std::size_t>(timepoint)].provenance;
    if (source) show_card(QString::fromStdString(source->model));
  });
  connect(axis_, &TimeAxis::column_toggled, this, [this](int timepoint) {
    change([&](Scene s) { return with_column_toggled(std::move(s), *shown_study_, timepoint); });
  });
  connect(axis_, &TimeAxis::horizon_chosen, this, [this](double days) {
    horizon_ = days;
    const Range trained = trained_range();
    axis_->set_horizon(days, trained.low, trained.high);
    say(tr("Horizon +%1 d. Predict… runs it.").arg(std::lround(days)));
  });
  connect(side_, &SidePanel::unfold_asked, this, [this] { fold_tree(false); });
  connect(side_, &SidePanel::colour_toggled, actions_["colour_by_label"], &QAction::trigger);
  connect(inspector_, &Inspector::map_chosen, this, [this](const std::string& key, double threshold, bool continues) {
    const auto step = [&](Scene s) {
      s.overlays.map = key;
      s.overlays.map_threshold = threshold;
      if (!key.empty()) s.overlays.difference = false;
      return s;
    };
    change(step, continues);
  });
  connect(inspector_, &Inspector::row_chosen, this, &MainWindow::go_to_region);
  connect(inspector_, &Inspector::card_asked, this, [this] { show_card(); });
  connect(inspector_, &Inspector::problem_chosen, this, [this](int problem) { problem_ = problem; });
  connect(inspector_, &Inspector::accepted, this, [this] { review(ReviewState::accepted); });
  connect(inspector_, &Inspector::rejected, this, [this] { review(ReviewState::rejected); });
  connect(inspector_, &Inspector::comment_asked, this, &MainWindow::comment);
}

void MainWindow::show_layer(const std::string& key, bool visible) {
  change([&](Scene s) {
    if (key == "probability" && visible) s.overlays.probability = true;
    if (key == "difference") s.overlays.difference = visible;
    // One map at a time.
    if (key.starts_with("map ")) {
      s.overlays.map = visible ? key.substr(4) : std::string();
      s.overlays.map_threshold = -1;
    }
    if (visible && key.starts_with("map ")) s.overlays.difference = false;
    if (visible && key == "difference") s.overlays.map.clear();
    if (key.starts_with("contour") && visible) s.overlays.contours = true;
    Layer& layer = s.overlays.layers.try_emplace(key, Layer{true, key == "probability" ? 0.46 : 1}).first->second;
    layer.visible = visible;
    return s;
  });
}

void MainWindow::answer(const QString& what) {
  if (what == "confirm") flow_.confirm_proposal();
  if (what == "discard") flow_.discard_proposal();
  if (!what.startsWith("show:")) return;
  for (std::size_t i = 0; i < document().study->timepoints.size(); ++i)
    if (document().study->timepoints[i].session == what.mid(5).toStdString())
      change([&](Scene s) { return with_date(std::move(s), static_cast<int>(i)); });
}

}  // namespace longview
