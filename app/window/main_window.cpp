#include "app/window/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDateTime>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QThread>
#include <QVBoxLayout>

#include "app/pipeline/networks.h"
#include "app/window/banner.h"
#include "app/window/contents.h"
#include "app/window/empty_state.h"
#include "app/window/inspector.h"
#include "app/window/scene_steps.h"
#include "app/window/side_panel.h"
#include "app/window/status_line.h"
#include "app/window/tool_bar.h"
#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/panels/time_axis.h"
#include "viewer/scene/colours.h"
#include "viewer/views/view_grid.h"

namespace longview {

MainWindow::MainWindow(Session& session, QWidget* parent)
    : QMainWindow(parent), session_(session), flow_(jobs_), actions_(this) {
  setWindowTitle("Longview");
  setWindowIcon(QIcon(":/icons/longview.svg"));
  setMinimumSize(1280, 800);
  setAcceptDrops(true);
  build();
  connect_parts();
  connect_actions();
  qApp->installEventFilter(this);
  document_changed();
  // The library of networks costs 0.3 s to open: never on this thread.
  jobs_.start(
      tr("Listing models"), Lane::reading,
      [](const Progress&) {
        std::vector<ModelCard> cards;
        for (const Model* model : networks().models()) cards.push_back(model->card());
        return cards;
      },
      [this](const std::vector<ModelCard>& cards) {
        flow_.set_cards(cards);
        if (!document().study) inspector_->show_models(cards);
      },
      [this](JobEnd, const QString& sentence) {
        if (!document().study) inspector_->show_models({}, sentence);
      });
}

MainWindow::~MainWindow() { qApp->removeEventFilter(this); }

void MainWindow::build() {
  build_menu_bar();
  toolbar_ = new ToolBar(actions_);
  addToolBar(toolbar_);
  side_ = new SidePanel(session_);
  inspector_ = new Inspector(session_);
  for (const auto& [widget, area] : {std::pair<QWidget*, Qt::DockWidgetArea>(side_, Qt::LeftDockWidgetArea),
                                     std::pair<QWidget*, Qt::DockWidgetArea>(inspector_, Qt::RightDockWidgetArea)}) {
    auto* dock = new QDockWidget;
    dock->setObjectName(widget == side_ ? "studies" : "inspector");
    dock->setFeatures(QDockWidget::NoDockWidgetFeatures);
    auto* no_title = new QWidget;
    no_title->setFixedHeight(0);
    dock->setTitleBarWidget(no_title);
    dock->setWidget(widget);
    addDockWidget(area, dock);
  }
  auto* centre = new QWidget;
  auto* column = new QVBoxLayout(centre);
  column->setContentsMargins(1, 0, 1, 0);
  column->setSpacing(3);
  axis_ = new TimeAxis;
  banner_ = new Banner;
  middle_ = new QStackedWidget;
  empty_ = new EmptyState;
  grid_ = new ViewGrid;
  grid_->setAccessibleName(tr("Views"));
  middle_->addWidget(empty_);
  middle_->addWidget(grid_);
  column->addWidget(axis_);
  column->addWidget(banner_);
  column->addWidget(middle_, 1);
  setCentralWidget(centre);
  status_ = new StatusLine;
  setStatusBar(status_);
  status_->show_device(tr("CPU · %n thread(s)", "", QThread::idealThreadCount()).replace("(s)", "s"));
}

void MainWindow::build_menu_bar() {
  auto* bar = new QWidget;
  bar->setObjectName("topbar");
  bar->setAttribute(Qt::WA_StyledBackground);
  bar->setFixedHeight(32);
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(12, 0, 12, 1);
  row->setSpacing(9);
  auto* logo = new QLabel;
  logo->setPixmap(icon_pixmap("longview", colours::text, 18, devicePixelRatioF()));
  auto* name = new QLabel("Longview");
  name->setFont(text_font(13, 600));
  auto* menus = new QMenuBar;
  menus->setNativeMenuBar(false);
  menus->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Expanding);
  actions_.fill(menus);
  row->addWidget(logo);
  row->addWidget(name);
  row->addSpacing(9);
  row->addWidget(menus);
  row->addStretch();
  const auto tag = [&](const QString& words) {
    auto* label = new QLabel(words);
    label->setFont(text_font(10, 600));
    label->setStyleSheet(QString("color:%1; border:1px solid %2; border-radius:3px; padding:1px 6px")
                             .arg(colours::text_second.name(), colours::strong_line.name()));
    row->addWidget(label, 0, Qt::AlignVCenter);
    return label;
  };
  simulated_ = tag(tr("SIMULATED DATA"));
  tag(tr("RESEARCH USE ONLY"));
  // The patient stands in the middle of the bar, whatever the menus take.
  patient_ = new QLabel(bar);
  patient_->setFont(text_font(13));
  patient_->setAttribute(Qt::WA_TransparentForMouseEvents);
  setMenuWidget(bar);
}

void MainWindow::place_patient() {
  const QWidget* bar = patient_->parentWidget();
  patient_->adjustSize();
  patient_->move((width() - patient_->width()) / 2, (bar->height() - patient_->height()) / 2);
}

void MainWindow::connect_parts() {
  connect(&flow_, &StudyFlow::opened, this, [this] {
    history_.clear();
    shown_study_ = document().study;
    scene_ = first_scene(*shown_study_);
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
  });
  connect(&flow_, &StudyFlow::changed, this, &MainWindow::document_changed);
  connect(&flow_, &StudyFlow::predicted, this, &MainWindow::arrived);
  connect(&flow_, &StudyFlow::said, this, &MainWindow::say);
  connect(&flow_, &StudyFlow::refused, this, &MainWindow::refuse);
  connect(&jobs_, &Jobs::changed, this, [this] { status_->show_jobs(jobs_.list()); });
  connect(&jobs_, &Jobs::cancelled, this, [this] { say(tr("Cancelled. Nothing was changed.")); });
  connect(status_, &StatusLine::cancel_asked, this, [this](std::uint64_t job) { jobs_.cancel(job); });
  connect(grid_, &ViewGrid::scene_changed, this,
          [this](const Scene& scene, bool continues) { set_scene(scene, continues); });
  connect(grid_, &ViewGrid::menu_asked, this, [this](int, const QPoint& where) {
    QMenu menu;
    for (const char* id : {"propose", "largest", "maximise", "reset", "invert", "copy_picture"})
      menu.addAction(actions_[id]);
    menu.exec(where);
  });
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
    document_changed();
    say(tr("Horizon +%1 d. Predict… runs it.").arg(std::lround(days)));
  });
  connect(side_, &SidePanel::unfold_asked, this, [this] { fold_tree(false); });
  connect(side_, &SidePanel::colour_toggled, actions_["colour_by_label"], &QAction::trigger);
  connect(side_->layers(), &LayerList::visibility_changed, this, [this](const std::string& key, bool visible) {
    change([&](Scene s) {
      if (key == "probability") s.overlays.probability = visible || s.overlays.probability;
      if (key == "difference") s.overlays.difference = visible;
      if (key.starts_with("contour") && visible) s.overlays.contours = true;
      Layer& layer = s.overlays.layers.try_emplace(key, Layer{true, key == "probability" ? 0.46 : 1}).first->second;
      layer.visible = visible;
      return s;
    });
  });
  connect(side_->layers(), &LayerList::opacity_changed, this, [this](const std::string& key, double opacity) {
    change(
        [&](Scene s) {
          s.overlays.layers[key].opacity = opacity;
          return s;
        },
        true);
  });
  connect(inspector_, &Inspector::card_asked, this, [this] { show_card(); });
  connect(inspector_, &Inspector::problem_chosen, this, [this](int problem) { problem_ = problem; });
  connect(inspector_, &Inspector::accepted, this, [this] { review(ReviewState::accepted); });
  connect(inspector_, &Inspector::rejected, this, [this] { review(ReviewState::rejected); });
  connect(inspector_, &Inspector::comment_asked, this, &MainWindow::comment);
  connect(empty_, &EmptyState::open_asked, this, &MainWindow::ask_open);
  connect(empty_, &EmptyState::demo_asked, this, &MainWindow::open_demo);
  connect(empty_, &EmptyState::recent_chosen, this, &MainWindow::open);
  connect(toolbar_, &ToolBar::preset_chosen, this, &MainWindow::preset);
  connect(banner_, &Banner::chosen, this, [this](const QString& what) {
    banner_->hide();
    if (what == "confirm") flow_.confirm_proposal();
    if (what == "discard") flow_.discard_proposal();
    if (what.startsWith("show:"))
      for (std::size_t i = 0; i < document().study->timepoints.size(); ++i)
        if (document().study->timepoints[i].session == what.mid(5).toStdString())
          change([&](Scene s) { return with_date(std::move(s), static_cast<int>(i)); });
  });
  fill_recent();
}

void MainWindow::document_changed() {
  // A proposal is drawn as if it were confirmed; the banner says that it waits.
  std::shared_ptr<const Study> study = document().proposal ? document().proposal : document().study;
  actions_.set_study_open(study != nullptr);
  if (study && shown_study_ && study != shown_study_) {
    const std::size_t before = shown_study_->timepoints.size();
    scene_ = carried_over(scene_, *shown_study_, *study);
    if (study->timepoints.size() != before) scene_.columns = default_columns(*study);
  }
  shown_study_ = study;
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
  banner_->seen("show:" + QString::fromStdString(study.timepoints[static_cast<std::size_t>(scene_.timepoint)].session));
  grid_->set({shown_study_, scene_, {}});
  axis_->set_shown(scene_.timepoint, scene_.columns);
  side_->tree()->set_current(scene_.timepoint);
  side_->layers()->set(layer_rows(study, scene_));
  side_->set_colour_words(scene_.overlays.colour_by_label ? tr("colour by label") : tr("colour by date"));
  inspector_->show_study(document(), scene_);
  status_->show_cursor(study, scene_);
  const auto [words, icon_name] = registration_words(study, scene_);
  status_->show_registration(words, icon_name);
  toolbar_->set_link_icon(icon_name.isEmpty() ? "link" : icon_name);
  patient_->setText(patient_line(study, scene_.hide_patient));
  place_patient();
  setWindowTitle(scene_.hide_patient ? tr("Longview")
                                     : tr("Longview – %1").arg(QString::fromStdString(study.patient.id)));
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
                                                   {"hide_patient", scene_.hide_patient}};
  for (const auto& [id, on] : switches) actions_[id]->setChecked(on);
  const Timepoint& timepoint = study.timepoints[static_cast<std::size_t>(scene_.timepoint)];
  if (const Series* series = shown_series(timepoint)) {
    QStringList names;
    for (int number = 0; number <= 9; ++number) names << QString::fromStdString(preset_name(*series, number));
    toolbar_->set_presets(names);
    const auto window = scene_.windows.find(scene_.timepoint);
    const bool automatic = window == scene_.windows.end() || window->second.width == 0;
    toolbar_->set_preset(
        QString::fromStdString(series->sequence.empty() ? series->modality : series->sequence),
        automatic
            ? tr("automatic")
            : QString("W %1  L %2").arg(std::lround(window->second.width)).arg(std::lround(window->second.centre)));
  }
}

bool MainWindow::settled() const { return jobs_.idle() && grid_->finished(); }

void MainWindow::open(const QString& folder) {
  last_refusal_.clear();
  banner_->hide();
  flow_.open(folder.toStdString());
}

void MainWindow::say(const QString& sentence) { status_->say(sentence); }

void MainWindow::refuse(const QString& title, const QString& sentence) {
  last_refusal_ = sentence;
  Q_EMIT refused(sentence);
  if (!document().study) {
    empty_->set_words(sentence);
    status_->say(sentence);
    return;
  }
  banner_->tell(title + ": " + sentence);
}

void MainWindow::arrived(const QString& session) {
  for (std::size_t i = 0; i < document().study->timepoints.size(); ++i)
    if (document().study->timepoints[i].session == session.toStdString())
      banner_->ask(tr("%1 has arrived.").arg(QString::fromStdString(badge(*document().study, i))),
                   {{"show:" + session, tr("Show")}});
}

void MainWindow::closeEvent(QCloseEvent* event) {
  QString running;
  for (const JobStatus& job : jobs_.list())
    if (job.running) running = job.title + " " + tr("is %1 % done.").arg(std::lround(100 * job.fraction));
  if (!running.isEmpty() && isVisible() && session_.remembers()) {
    QMessageBox box(QMessageBox::NoIcon, tr("Close Longview"), running + " " + tr("Wait, or cancel and close."),
                    QMessageBox::NoButton, this);
    box.addButton(tr("Wait"), QMessageBox::RejectRole);
    auto* close = box.addButton(tr("Cancel and close"), QMessageBox::DestructiveRole);
    box.exec();
    if (box.clickedButton() != static_cast<QAbstractButton*>(close)) return event->ignore();
  }
  save_session();
  jobs_.cancel_all();
  event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QList<QUrl> urls = event->mimeData()->urls();
  if (!urls.isEmpty() && urls.front().isLocalFile()) open(urls.front().toLocalFile());
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  if (patient_) place_patient();
}

}  // namespace longview
