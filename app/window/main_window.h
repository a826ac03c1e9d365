// The window: menus, toolbar, study tree and overlays left, time axis and views in the middle, inspector right, status
// bar (window.md section 1). It shows a Document and a Scene and turns what the user does into new ones.
#pragma once

#include <QMainWindow>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>

#include "app/window/actions.h"
#include "app/window/jobs.h"
#include "app/window/session.h"
#include "app/window/study_flow.h"
#include "imaging/core/findings.h"
#include "viewer/scene/scene.h"
#include "viewer/scene/scene_history.h"

class QLabel;
class QStackedWidget;
class QToolButton;

namespace longview {

class Banner;
class EmptyState;
class Inspector;
class SidePanel;
class StatusLine;
class TimeAxis;
class ToolBar;
class ViewGrid;

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  // `session` outlives the window.
  explicit MainWindow(Session& session, QWidget* parent = nullptr);
  ~MainWindow() override;

  void open(const QString& folder);
  void open_demo();
  // Shows this scene. `continues`: the same undo step as the scene before.
  void set_scene(const Scene& scene, bool continues = false);
  const Scene& scene() const { return scene_; }
  const Document& document() const { return flow_.document(); }
  StudyFlow& flow() { return flow_; }
  Jobs& jobs() { return jobs_; }
  Actions& actions() { return actions_; }
  // What the screenshot waits for: no job runs and every surface is made.
  bool settled() const;
  // The last refusal or failure, for start-up and tests; empty if all went well.
  const QString& last_refusal() const { return last_refusal_; }

 Q_SIGNALS:
  void refused(const QString& sentence);

 protected:
  void closeEvent(QCloseEvent*) override;
  void dragEnterEvent(QDragEnterEvent*) override;
  void dropEvent(QDropEvent*) override;
  bool eventFilter(QObject* object, QEvent* event) override;
  void resizeEvent(QResizeEvent*) override;

 private:
  void build();
  void build_menu_bar();
  void place_patient();
  void connect_parts();
  void connect_work();
  void connect_panels();
  void connect_views();
  void connect_actions();
  void connect_file_actions();
  void connect_view_actions();
  void connect_image_actions();
  void on(const char* action, std::function<void()> what);
  void change(const std::function<Scene(Scene)>& step, bool continues = false);

  void document_changed();
  void show_opened();
  void place_cursor();
  void show_scene();
  void show_panels();
  void show_switches();
  void show_window_preset(const Timepoint& timepoint);
  void show_layer(const std::string& key, bool visible);
  void answer(const QString& what);
  Range trained_range() const;
  void set_layout(Layout layout);
  void fold_tree(bool folded);
  void images_only(bool on);
  void step_slices(int slices);
  void preset(int number);
  void jump_to_largest(bool disagreement);
  void next_problem(int step);
  void toggle_map();
  void go_to_region(const std::string& model, const NamedTable& table, int row);
  void pin();
  int active_date() const;  // of the active view
  void say(const QString& sentence);
  // The sentence as it may be shown: without the patient while that is hidden.
  QString shown_words(const QString& sentence) const;
  void refuse(const QString& title, const QString& sentence);
  void arrived(const QString& session);

  void ask_open();
  void ask_predict();
  void ask_export();
  void ask_send();
  void show_card(const QString& model = {});
  void show_keys();
  void show_jobs();
  void show_about();
  void review(ReviewState state);
  void comment();
  void copy_picture();
  void save_picture();
  QImage picture();
  void fill_recent();
  void save_session();

  Session& session_;
  Jobs jobs_;
  StudyFlow flow_;
  Actions actions_;
  Scene scene_;
  std::optional<Scene> drawn_;  // what the panels show; nothing after the document changed
  SceneHistory history_;
  std::shared_ptr<const Study> shown_study_;
  double horizon_ = 90;
  int problem_ = -1;
  std::map<std::string, Vec3> pins_;                    // by session: study mm that its scan is moved by, set by hand
  std::optional<std::pair<std::string, Vec3>> pinned_;  // first half of a pin: session and study point
  bool overlays_held_ = false;
  std::optional<std::pair<double, Vec3>> compare_zoom_;  // zoom and pan that compare started with
  bool cursor_placed_ = false;                           // at the lesion, once it was known
  bool compare_tree_wanted_ = false, folded_by_compare_ = false;
  bool small_ = false, folded_by_size_ = false;
  QTimer flicker_timer_;
  QString last_refusal_;

  QLabel* patient_ = nullptr;
  QLabel* simulated_ = nullptr;
  ToolBar* toolbar_ = nullptr;
  SidePanel* side_ = nullptr;
  TimeAxis* axis_ = nullptr;
  QStackedWidget* middle_ = nullptr;
  ViewGrid* grid_ = nullptr;
  EmptyState* empty_ = nullptr;
  Inspector* inspector_ = nullptr;
  StatusLine* status_ = nullptr;
  Banner* banner_ = nullptr;  // a lesion proposal that waits, or a prediction that arrived
};

}  // namespace longview
