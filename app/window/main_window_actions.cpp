#include <QApplication>
#include <QKeyEvent>
#include <QMenu>
#include <cmath>

#include "app/window/inspector.h"
#include "app/window/main_window.h"
#include "app/window/scene_steps.h"
#include "app/window/side_panel.h"
#include "app/window/status_line.h"
#include "app/window/tool_bar.h"
#include "viewer/panels/time_axis.h"
#include "viewer/scene/linking.h"
#include "viewer/scene/slice_geometry.h"
#include "viewer/views/view_grid.h"

namespace longview {

void MainWindow::on(const char* action, std::function<void()> what) {
  connect(actions_[action], &QAction::triggered, this, std::move(what));
}

void MainWindow::connect_actions() {
  connect_file_actions();
  connect_view_actions();
  connect_image_actions();
  actions_["tree"]->setChecked(true);
  actions_["inspector"]->setChecked(true);
  flicker_timer_.setInterval(500);  // 1 Hz: half a second each, far below what could harm
  connect(&flicker_timer_, &QTimer::timeout, this, [this] {
    if (scene_.flicker_view >= 0)
      change(
          [](Scene s) {
            s.flicker_view = -1;
            return s;
          },
          true);
    else
      change(
          [](Scene s) {
            s.flicker_view = s.active_view;
            return s;
          },
          true);
  });
}

void MainWindow::connect_file_actions() {
  on("open", [this] { ask_open(); });
  on("demo", [this] { open_demo(); });
  on("save", [this] { save_session(); });
  on("export", [this] { ask_export(); });
  on("send", [this] { ask_send(); });
  on("save_picture", [this] { save_picture(); });
  on("copy_picture", [this] { copy_picture(); });
  on("quit", [this] { close(); });
  on("predict", [this] { ask_predict(); });
  on("model_card", [this] { show_card(); });
  on("jobs", [this] { show_jobs(); });
  on("cancel_job", [this] {
    for (const JobStatus& job : jobs_.list())
      if (job.running) return jobs_.cancel(job.id);
  });
  on("next_problem", [this] { next_problem(1); });
  on("previous_problem", [this] { next_problem(-1); });
  on("copy_numbers", [this] {
    inspector_->numbers()->copy();
    say(tr("Numbers copied, with their kind."));
  });
  on("keys", [this] { show_keys(); });
  on("about", [this] { show_about(); });
}

void MainWindow::connect_view_actions() {
  const std::pair<const char*, Layout> layouts[] = {{"layout-single", Layout::single},
                                                    {"layout-planes", Layout::planes},
                                                    {"layout-planes3d", Layout::planes_and_3d},
                                                    {"layout-compare", Layout::compare},
                                                    {"layout-3d", Layout::side_by_side_3d}};
  for (const auto& [id, layout] : layouts) on(id, [this, chosen = layout] { set_layout(chosen); });
  on("maximise", [this] {
    change([](Scene s) {
      s.maximised_view = s.maximised_view < 0 ? s.active_view : -1;
      return s;
    });
  });
  const auto next = [this](int step) {
    change([&](Scene s) {
      const int count = std::max(1, view_count(*shown_study_, s));
      s.active_view = (s.active_view + step + count) % count;
      if (s.maximised_view >= 0) s.maximised_view = s.active_view;
      return s;
    });
  };
  on("next_view", [next] { next(1); });
  on("previous_view", [next] { next(-1); });
  on("reset", [this] {
    change([](Scene s) {
      const Scene fresh;
      s.zoom = fresh.zoom;
      s.pan = fresh.pan;
      s.camera = fresh.camera;
      s.camera_zoom = fresh.camera_zoom;
      s.windows.clear();
      return s;
    });
  });
  on("fit", [this] {
    change([](Scene s) {
      s.zoom = 1;
      s.pan = {};
      return s;
    });
  });
  on("lesion", [this] {
    change([this](Scene s) {
      if (const auto point = largest_lesion_slice(shown_study_->timepoints[static_cast<std::size_t>(s.timepoint)]))
        s.cursor = *point;
      return with_lesion_in_view(std::move(s), *shown_study_);
    });
  });
  on("corner_text", [this] {
    change([](Scene s) {
      s.corner_text = (s.corner_text + 1) % 3;
      return s;
    });
  });
  on("hide_patient", [this] {
    const bool hidden = actions_["hide_patient"]->isChecked();
    change([&](Scene s) {
      s.hide_patient = hidden;
      return s;
    });
    status_->forget();
    fill_recent();
  });
  on("undo", [this] {
    if (history_.can_undo()) {
      scene_ = history_.undo();
      scene_.hide_patient = actions_["hide_patient"]->isChecked();  // no key brings names back but its own
      show_scene();
    }
  });
  on("redo", [this] {
    if (history_.can_redo()) {
      scene_ = history_.redo();
      scene_.hide_patient = actions_["hide_patient"]->isChecked();
      show_scene();
    }
  });
  on("tree", [this] { fold_tree(!actions_["tree"]->isChecked()); });
  on("inspector", [this] { inspector_->parentWidget()->setVisible(actions_["inspector"]->isChecked()); });
  on("images_only", [this] { images_only(actions_["images_only"]->isChecked()); });
}

void MainWindow::connect_image_actions() {
  const std::pair<const char*, Tool> tools[] = {
      {"tool-crosshair", Tool::crosshair}, {"tool-window", Tool::window_level}, {"tool-pan", Tool::pan},
      {"tool-zoom", Tool::zoom},           {"tool-length", Tool::length},       {"tool-ellipse", Tool::ellipse}};
  for (const auto& [id, tool] : tools)
    on(id, [this, chosen = tool] {
      change(
          [&](Scene s) {
            s.tool = chosen;
            return s;
          },
          true);
    });
  const std::pair<const char*, int> steps[] = {
      {"slice_up", 1}, {"slice_down", -1}, {"slice_up10", 10}, {"slice_down10", -10}};
  for (const auto& [id, slices] : steps) on(id, [this, count = slices] { step_slices(count); });
  on("slice_first", [this] { step_slices(-100000); });
  on("slice_last", [this] { step_slices(100000); });
  on("date_earlier", [this] { change([&](Scene s) { return with_next_date(std::move(s), *shown_study_, -1); }); });
  on("date_later", [this] { change([&](Scene s) { return with_next_date(std::move(s), *shown_study_, 1); }); });
  on("flicker", [this] { grid_->flicker_pressed(); });
  on("flicker_alone", [this] {
    if (actions_["flicker_alone"]->isChecked())
      flicker_timer_.start();
    else
      flicker_timer_.stop();
  });
  on("linked", [this] { change([this](Scene s) { return with_link_toggled(*shown_study_, s, s.timepoint); }); });
  on("pin", [this] { pin(); });
  on("unpin", [this] {
    pins_.clear();
    pinned_.reset();
    document_changed();
    say(tr("All dates lie as they were registered."));
  });
  on("check_registration", [this] {
    change([](Scene s) {
      s.check_registration = !s.check_registration;
      return s;
    });
  });
  on("map", [this] { toggle_map(); });
  on("invert", [this] {
    change([](Scene s) {
      s.inverted = !s.inverted;
      return s;
    });
  });
  on("largest", [this] { jump_to_largest(false); });
  on("disagreement", [this] { jump_to_largest(true); });
  on("propose", [this] { flow_.propose_lesion(scene_.cursor); });
  for (int number = 0; number <= 9; ++number)
    on(("preset-" + std::to_string(number)).c_str(), [this, number] { preset(number); });
  on("contours", [this] {
    change([](Scene s) {
      s.overlays.contours = !s.overlays.contours;
      return s;
    });
  });
  on("fill", [this] {
    change([](Scene s) {
      s.overlays.fill = !s.overlays.fill;
      return s;
    });
  });
  on("probability", [this] {
    change([](Scene s) {
      s.overlays.probability = !s.overlays.probability;
      return s;
    });
  });
  on("difference", [this] {
    change([](Scene s) {
      s.overlays.difference = !s.overlays.difference;
      return s;
    });
  });
  on("hold_overlays", [this] {
    overlays_held_ = true;
    change(
        [](Scene s) {
          s.overlays.hidden = true;
          return s;
        },
        true);
  });
  on("overlays_off", [this] {
    change([](Scene s) {
      s.overlays.hidden = !s.overlays.hidden;
      return s;
    });
  });
  on("colour_by_label", [this] {
    change([](Scene s) {
      s.overlays.colour_by_label = !s.overlays.colour_by_label;
      return s;
    });
  });
}

void MainWindow::set_layout(Layout layout) {
  change([&](Scene s) {
    s.layout = layout;
    s.maximised_view = -1;
    s.active_view = 0;
    if (s.columns.empty() || layout == Layout::compare) s.columns = default_columns(*shown_study_);
    // Compare's views are small: they start at the lesion, the others with the whole. A zoom that somebody chose stays.
    if (layout == Layout::compare && s.zoom == 1 && s.pan == Vec3{}) {
      s = with_lesion_in_view(std::move(s), *shown_study_);
      compare_zoom_ = std::pair(s.zoom, s.pan);
    } else if (layout != Layout::compare && compare_zoom_ == std::pair(s.zoom, s.pan)) {
      s.zoom = 1;
      s.pan = {};
    }
    return s;
  });
  // Compare needs the width: the tree folds by itself here and only here.
  if (layout == Layout::compare)
    fold_tree(!compare_tree_wanted_);
  else if (side_->folded() && folded_by_compare_ && !small_)
    fold_tree(false);
  folded_by_compare_ = layout == Layout::compare && side_->folded();
}

void MainWindow::fold_tree(bool folded) {
  if (scene_.layout == Layout::compare && !folded) compare_tree_wanted_ = true;
  side_->set_folded(folded);
  actions_["tree"]->setChecked(!folded);
}

void MainWindow::images_only(bool on) {
  side_->parentWidget()->setVisible(!on);
  inspector_->parentWidget()->setVisible(!on && actions_["inspector"]->isChecked());
  toolbar_->setVisible(!on);
  status_->setVisible(!on);
  axis_->set_narrow(on);
}

void MainWindow::step_slices(int slices) {
  Plane plane = scene_.plane;
  int timepoint = scene_.timepoint;
  for (const ViewPlace& place : grid_->places().views)
    if (place.view == scene_.active_view && place.plane != Plane::surfaces) {
      plane = place.plane;
      timepoint = place.timepoint;
    }
  if (plane == Plane::surfaces) plane = Plane::axial;
  change(
      [&](Scene s) {
        const Scene here = scene_of_date(*shown_study_, s, timepoint);
        return with_scene_of_date(*shown_study_, s, with_slices(*shown_study_, here, plane, timepoint, slices),
                                  timepoint);
      },
      true);
}

void MainWindow::preset(int number) {
  if (!shown_study_) return;
  const Series* series = shown_series(shown_study_->timepoints[static_cast<std::size_t>(scene_.timepoint)]);
  const auto window = series ? preset_window(*series, number) : std::nullopt;
  if (!window) return say(tr("There is no window preset %1 for this series.").arg(number));
  change([&](Scene s) {
    // Linked dates share one preset, each on its own intensity scale.
    for (std::size_t i = 0; i < shown_study_->timepoints.size(); ++i) {
      const bool shown = static_cast<int>(i) == s.timepoint;
      if (!shown && !s.linked) continue;
      const Series* other = shown_series(shown_study_->timepoints[i]);
      if (const auto own = other ? preset_window(*other, number) : std::nullopt) s.windows[static_cast<int>(i)] = *own;
    }
    return s;
  });
}

void MainWindow::jump_to_largest(bool disagreement) {
  const auto& timepoints = shown_study_->timepoints;
  std::optional<Vec3> point;
  if (disagreement) {
    for (const auto& timepoint : timepoints)
      if (timepoint.kind == TimepointKind::backtest)
        for (const auto& truth : timepoints)
          if (truth.kind == TimepointKind::acquired && truth.day == timepoint.day)
            point = largest_disagreement(timepoint, truth);
    if (!point) return say(tr("No back-test has run yet. Predict… can run one."));
  } else {
    point = largest_lesion_slice(timepoints[static_cast<std::size_t>(scene_.timepoint)]);
    if (!point) return say(tr("This date has no segmentation. Image ▸ Propose lesion here makes one."));
  }
  change([&](Scene s) { return with_cursor(std::move(s), *shown_study_, *point); });
}

void MainWindow::next_problem(int step) {
  const auto& problems = document().study->problems;
  if (problems.empty()) return say(tr("No problems."));
  const int count = static_cast<int>(problems.size());
  problem_ = problem_ < 0 && step < 0 ? count - 1 : (problem_ + step + count) % count;
  const Problem& problem = problems[static_cast<std::size_t>(problem_)];
  inspector_->set_current_problem(problem_);
  say(QString::fromStdString(problem.where + ": " + problem.what));
  // Shown in place: the date that it is about.
  for (std::size_t i = 0; i < document().study->timepoints.size(); ++i) {
    const Timepoint& timepoint = document().study->timepoints[i];
    const bool about = problem.where.starts_with(timepoint.session) ||
                       (timepoint.date && problem.where.starts_with(iso(*timepoint.date)));
    if (about && timepoint.kind == TimepointKind::acquired)
      return change([&](Scene s) { return with_date(std::move(s), static_cast<int>(i)); });
  }
}

bool MainWindow::eventFilter(QObject* object, QEvent* event) {
  if (event->type() == QEvent::KeyRelease) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (!key->isAutoRepeat() && key->key() == Qt::Key_H && overlays_held_) {
      overlays_held_ = false;
      change(
          [](Scene s) {
            s.overlays.hidden = false;
            return s;
          },
          true);
    }
    if (!key->isAutoRepeat() && key->key() == Qt::Key_Space) grid_->flicker_released();
  }
  if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape &&
      flicker_timer_.isActive()) {
    actions_["flicker_alone"]->setChecked(false);
    flicker_timer_.stop();
    change(
        [](Scene s) {
          s.flicker_view = -1;
          return s;
        },
        true);
  }
  return QMainWindow::eventFilter(object, event);
}

}  // namespace longview
