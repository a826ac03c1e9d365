#include "app/window/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QThread>
#include <QVBoxLayout>

#include "app/pipeline/networks.h"
#include "app/window/banner.h"
#include "app/window/contents.h"
#include "app/window/empty_state.h"
#include "app/window/inspector.h"
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
  menus->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
  actions_.fill(menus);
  row->addWidget(logo);
  row->addWidget(name);
  row->addSpacing(9);
  row->addWidget(menus, 0, Qt::AlignVCenter);
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
  const int menus_end = bar->findChild<QMenuBar*>()->geometry().right() + 24;
  const int left = std::max((width() - patient_->width()) / 2, menus_end);
  patient_->move(left, (bar->height() - 1 - patient_->height()) / 2);
}

bool MainWindow::settled() const { return jobs_.idle() && grid_->finished(); }

void MainWindow::open(const QString& folder) {
  last_refusal_.clear();
  banner_->hide();
  flow_.open(folder.toStdString());
}

QString MainWindow::shown_words(const QString& sentence) const {
  if (!actions_["hide_patient"]->isChecked()) return sentence;
  if (document().study) return without_patient(sentence, *document().study);
  // No study yet: what may name somebody is the path.
  return QString(sentence).replace(QRegularExpression("(/[^\\s/:]+)+/?"), QStringLiteral("…"));
}

void MainWindow::say(const QString& sentence) { status_->say(shown_words(sentence)); }

void MainWindow::refuse(const QString& title, const QString& sentence) {
  last_refusal_ = sentence;
  Q_EMIT refused(sentence);
  if (!document().study) {
    empty_->set_words(shown_words(sentence));
    say(sentence);
    return;
  }
  banner_->tell(title + ": " + shown_words(sentence));
}

void MainWindow::arrived(const QString& session) {
  for (std::size_t i = 0; i < document().study->timepoints.size(); ++i) {
    const Timepoint& timepoint = document().study->timepoints[i];
    if (timepoint.session != session.toStdString()) continue;
    horizon_ = timepoint.provenance->horizon_days;
    banner_->ask(tr("%1 has arrived.").arg(QString::fromStdString(badge(*document().study, i))),
                 {{"show:" + session, tr("Show")}});
  }
  document_changed();
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
  if (!patient_) return;
  place_patient();
  // The smallest windows keep their width for the images: the tree folds, until somebody wants it.
  const bool small = width() < 1440;
  inspector_->set_narrow(small);
  if (small == small_) return;
  small_ = small;
  if (small && !side_->folded()) {
    fold_tree(true);
    folded_by_size_ = true;
  } else if (!small && folded_by_size_ && scene_.layout != Layout::compare) {
    fold_tree(false);
    folded_by_size_ = false;
  }
}

}  // namespace longview
