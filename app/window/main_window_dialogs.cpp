#include <QApplication>
#include <QClipboard>
#include <QDateTime>
#include <QFileDialog>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>

#include "app/window/card_dialog.h"
#include "app/window/contents.h"
#include "app/window/demo.h"
#include "app/window/empty_state.h"
#include "app/window/export_dialog.h"
#include "app/window/jobs_popover.h"
#include "app/window/keys_overlay.h"
#include "app/window/main_window.h"
#include "app/window/predict_dialog.h"
#include "app/window/send_dialog.h"
#include "app/window/status_line.h"
#include "viewer/views/view_grid.h"

namespace longview {

void MainWindow::ask_open() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a folder of one patient’s scans"));
  if (!folder.isEmpty()) open(folder);
}

void MainWindow::open_demo() {
  jobs_.start(
      tr("Demo study"), Lane::reading, [](const Progress& progress) { return demo_study(progress); },
      [this](const std::filesystem::path& folder) { open(QString::fromStdString(folder.string())); },
      [this](JobEnd end, const QString& sentence) {
        if (end == JobEnd::failed) refuse(tr("Demo study"), sentence);
      });
}

void MainWindow::ask_predict() {
  if (!document().aligned) return say(tr("The dates are still being read and aligned. Predict… works right after."));
  auto* dialog = new PredictDialog(flow_, jobs_, horizon_, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] {
    horizon_ = dialog->request().horizon_days;
    flow_.predict(dialog->request(), dialog->backtest_wanted());
  });
  dialog->setWindowModality(Qt::WindowModal);
  dialog->show();
}

void MainWindow::ask_export() {
  auto* dialog = new ExportDialog(document(), jobs_, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ExportDialog::done, this, &MainWindow::say);
  dialog->setWindowModality(Qt::WindowModal);
  dialog->show();
}

void MainWindow::ask_send() {
  auto* dialog = new SendDialog(document(), session_, jobs_, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowModality(Qt::WindowModal);
  dialog->show();
}

void MainWindow::show_card(const QString& model) {
  std::string name = model.toStdString();
  const int prediction = prediction_of(document(), scene_);
  if (name.empty() && prediction >= 0)
    name = document().study->timepoints[static_cast<std::size_t>(prediction)].provenance->model;
  if (name.empty()) name = "gp-gan";
  show_card_dialog(name, jobs_, this, [this](const QString& sentence) { refuse(tr("Model card"), sentence); });
}

void MainWindow::show_keys() { show_keys_overlay(this); }

void MainWindow::show_jobs() { show_jobs_popover(jobs_, status_); }

void MainWindow::show_about() {
  QMessageBox box(
      QMessageBox::NoIcon, tr("About Longview"),
      tr("<b>Longview %1</b><p>Follow-up scans and the scan that comes next.</p><p>Predictions are research "
         "results. They are marked on screen and in every exported object, and are not for diagnosis.</p>")
          .arg(LONGVIEW_VERSION),
      QMessageBox::Close, this);
  box.exec();
}

void MainWindow::review(ReviewState state) {
  const int prediction = prediction_of(document(), scene_);
  if (prediction < 0) return;
  const std::string session = document().study->timepoints[static_cast<std::size_t>(prediction)].session;
  Review review;
  if (const auto found = document().reviews.find(session); found != document().reviews.end()) review = found->second;
  review.state = state;
  review.reason.clear();
  if (state == ReviewState::rejected) {
    review.reason = QInputDialog::getText(this, tr("Reject"), tr("Reason (required):")).trimmed();
    if (review.reason.isEmpty()) {
      say(tr("Not rejected: a rejection needs its reason."));
      return document_changed();
    }
  }
  review.by = qEnvironmentVariable("USER", "unknown");
  review.at = QDateTime::currentDateTime().toString(Qt::ISODate);
  flow_.set_review(session, review);
  save_session();
}

void MainWindow::comment() {
  const int prediction = prediction_of(document(), scene_);
  if (prediction < 0) return;
  const std::string session = document().study->timepoints[static_cast<std::size_t>(prediction)].session;
  Review review;
  if (const auto found = document().reviews.find(session); found != document().reviews.end()) review = found->second;
  bool kept = false;
  const QString text = QInputDialog::getMultiLineText(this, tr("Comment"), tr("Comment:"), review.comment, &kept);
  if (!kept) return;
  review.comment = text;
  flow_.set_review(session, review);
  save_session();
}

QImage MainWindow::picture() { return grid_->picture(-1, false); }

void MainWindow::copy_picture() {
  QApplication::clipboard()->setImage(picture());
  say(tr("Picture copied, without patient data."));
}

void MainWindow::save_picture() {
  const QImage image = picture();
  const QString file = QFileDialog::getSaveFileName(this, tr("Save picture"), "picture.png", tr("Pictures (*.png)"));
  if (file.isEmpty()) return;
  if (image.save(file, "PNG"))
    say(tr("Saved %1, without patient data.").arg(file));
  else
    refuse(tr("Save picture"), tr("%1 could not be written. Choose another folder.").arg(file));
}

void MainWindow::fill_recent() {
  QMenu* menu = actions_["recent"]->menu();
  menu->clear();
  QList<RecentStudy> studies = session_.recent();
  const bool hidden = actions_["hide_patient"]->isChecked();
  for (qsizetype i = 0; hidden && i < studies.size(); ++i) studies[i].name = tr("Study %1").arg(i + 1);
  for (const RecentStudy& study : studies)
    menu->addAction(study.name + "  " + study.dates, this, [this, folder = study.folder] { open(folder); });
  actions_["recent"]->setEnabled(!menu->isEmpty());
  empty_->set_recent(studies);
}

void MainWindow::save_session() {
  if (!document().study) return;
  session_.set_reviews(QString::fromStdString(document().study->folder.string()), document().reviews);
  status_->show_saved(tr("Saved %1").arg(QTime::currentTime().toString("HH:mm")));
}

}  // namespace longview
