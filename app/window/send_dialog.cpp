#include "app/window/send_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>

#include "app/window/dialog_parts.h"
#include "app/window/export_dialog.h"
#include "viewer/panels/words.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

QString result_words(SendOutcome::Result result) {
  switch (result) {
    case SendOutcome::Result::sent: return QObject::tr("sent");
    case SendOutcome::Result::warning: return QObject::tr("sent, with a warning");
    case SendOutcome::Result::refused: return QObject::tr("refused");
    case SendOutcome::Result::not_sent: return QObject::tr("not sent");
  }
  return {};
}

}  // namespace

SendDialog::SendDialog(const Document& document, Session& session, Jobs& jobs, QWidget* parent)
    : QDialog(parent),
      document_(document),
      session_(session),
      jobs_(jobs),
      node_(new QComboBox),
      dates_(new QListWidget),
      seg_(new QCheckBox(tr("Segmentation (SEG)"))),
      sr_(new QCheckBox(tr("Measurements (SR)"))),
      series_(new QCheckBox(tr("Predicted images (derived series)"))),
      words_(dialog_label({}, 12, 400, colours::text_second)),
      results_(new QTableWidget(0, 3)),
      test_(new QPushButton(tr("Test"))),
      send_(new QPushButton(tr("Send"))) {
  setWindowTitle(tr("Send to PACS"));
  setMinimumSize(860, 560);
  build();
}

void SendDialog::build() {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  add_heading(all, tr("Send to PACS"), QString::fromStdString(document_.study->patient.id));
  auto* grid = new QGridLayout;
  grid->setContentsMargins(18, 14, 18, 14);
  grid->setVerticalSpacing(8);
  grid->setHorizontalSpacing(16);
  node_->setEditable(true);
  node_->addItems(session_.nodes());
  node_->lineEdit()->setPlaceholderText("AET@HOST:PORT");
  node_->setAccessibleName(tr("Node"));
  test_->setAutoDefault(false);
  grid->addWidget(dialog_label(tr("Node"), 13, 400, colours::text_second), 0, 0);
  grid->addWidget(node_, 0, 1);
  grid->addWidget(test_, 0, 2);
  const Study& study = *document_.study;
  for (std::size_t i = 0; i < study.timepoints.size(); ++i) {
    auto* item = new QListWidgetItem(export_name(study, i) + " · " + kind_words(study.timepoints[i].kind));
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
    item->setCheckState(study.timepoints[i].kind == TimepointKind::predicted ? Qt::Checked : Qt::Unchecked);
    dates_->addItem(item);
  }
  dates_->setAccessibleName(tr("Objects"));
  dates_->setMaximumHeight(150);
  grid->addWidget(dialog_label(tr("Objects"), 13, 400, colours::text_second), 1, 0, Qt::AlignTop);
  grid->addWidget(dates_, 1, 1);
  auto* formats = new QVBoxLayout;
  for (QCheckBox* box : {seg_, sr_, series_}) {
    box->setChecked(box != series_);
    formats->addWidget(box);
  }
  formats->addStretch();
  grid->addLayout(formats, 1, 2);
  grid->addWidget(
      dialog_label(tr("The objects carry the patient's name and ID as they were read."), 12, 400, colours::warning), 2,
      1, 1, 2);
  results_->setHorizontalHeaderLabels({tr("Object"), tr("Outcome"), tr("The node's words")});
  results_->horizontalHeader()->setStretchLastSection(true);
  results_->verticalHeader()->hide();
  results_->setAccessibleName(tr("Outcome of each object"));
  results_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  grid->addWidget(results_, 3, 0, 1, 3);
  grid->setRowStretch(3, 1);
  grid->setColumnStretch(1, 1);
  all->addLayout(grid, 1);
  all->addWidget(dialog_line());
  auto* footer = new QHBoxLayout;
  footer->setContentsMargins(18, 12, 18, 12);
  words_->setWordWrap(true);
  footer->addWidget(words_, 1);
  auto* close = new QPushButton(tr("Close"));
  close->setDefault(true);
  footer->addWidget(close);
  send_->setAutoDefault(false);
  footer->addWidget(send_);
  all->addLayout(footer);
  connect(close, &QPushButton::clicked, this, &QDialog::reject);
  connect(test_, &QPushButton::clicked, this, &SendDialog::test);
  connect(send_, &QPushButton::clicked, this, &SendDialog::ask_and_send);
}

void SendDialog::set_node(const QString& node) { node_->setEditText(node); }
QString SendDialog::words() const { return words_->text(); }

void SendDialog::test() {
  words_->setText(tr("Asking %1…").arg(node_->currentText()));
  jobs_.start(
      tr("Testing the node"), Lane::reading,
      [text = node_->currentText().toStdString()](const Progress&) {
        echo(node_from(text));
        return true;
      },
      [this, here = QPointer<SendDialog>(this), node = node_->currentText()](bool) {
        if (!here) return;
        words_->setText(tr("%1 answers.").arg(node));
        session_.add_node(node);
      },
      [this, here = QPointer<SendDialog>(this)](JobEnd end, const QString& sentence) {
        if (here) words_->setText(end == JobEnd::cancelled ? tr("Cancelled.") : sentence);
      });
}

int SendDialog::predicted_count() const {
  int count = 0;
  for (int row = 0; row < dates_->count(); ++row)
    count += dates_->item(row)->checkState() == Qt::Checked &&
             document_.study->timepoints[static_cast<std::size_t>(row)].kind != TimepointKind::acquired;
  return count * (seg_->isChecked() + sr_->isChecked() + series_->isChecked());
}

void SendDialog::ask_and_send() {
  if (const int count = predicted_count(); count > 0) {
    QMessageBox box(
        QMessageBox::NoIcon, tr("Send predictions"),
        tr("Send %1 predicted objects to %2? They are marked research only.").arg(count).arg(node_->currentText()),
        QMessageBox::NoButton, this);
    auto* go = box.addButton(tr("Send"), QMessageBox::AcceptRole);
    auto* cancel = box.addButton(tr("Cancel"), QMessageBox::RejectRole);
    box.setDefaultButton(cancel);
    box.exec();
    if (box.clickedButton() != go) return;
  }
  send_now();
}

void SendDialog::send_now() {
  const auto folder = std::make_shared<QTemporaryDir>();
  std::vector<ExportPart> parts;
  for (int row = 0; row < dates_->count(); ++row) {
    if (dates_->item(row)->checkState() != Qt::Checked) continue;
    const auto place = static_cast<std::size_t>(row);
    const Timepoint& timepoint = document_.study->timepoints[place];
    ExportPart part;
    part.timepoint = place;
    part.request.folder = folder->filePath(QString::number(row)).toStdString();
    part.request.review = review_of(document_, place);
    const bool labels = !timepoint.masks.empty();
    if (seg_->isChecked() && labels) part.request.formats.push_back(ExportFormat::seg);
    if (sr_->isChecked() && labels) part.request.formats.push_back(ExportFormat::sr);
    if (series_->isChecked() && timepoint.kind != TimepointKind::acquired)
      part.request.formats.push_back(ExportFormat::series);
    if (!part.request.formats.empty()) parts.push_back(std::move(part));
  }
  if (parts.empty()) return words_->setText(tr("Nothing is chosen that these dates have."));
  send_->setEnabled(false);
  words_->setText(tr("Writing and sending…"));
  jobs_.start(
      tr("Sending"), Lane::reading,
      [study = document_.study, parts, folder, text = node_->currentText().toStdString()](const Progress& progress) {
        const PacsNode node = node_from(text);
        std::vector<std::filesystem::path> paths;
        for (const auto& object : export_parts(*study, parts, progress.part(0, 0.5))) paths.push_back(object.path);
        return send(paths, node, progress.part(0.5, 1, "Sending"));
      },
      [this, here = QPointer<SendDialog>(this)](const std::vector<SendOutcome>& outcomes) {
        if (here) show_outcomes(outcomes);
      },
      [this, here = QPointer<SendDialog>(this)](JobEnd end, const QString& sentence) {
        if (!here) return;
        send_->setEnabled(true);
        words_->setText(end == JobEnd::cancelled ? tr("Cancelled. Objects sent before that stay in the archive.")
                                                 : sentence);
        Q_EMIT finished_sending();
      });
}

void SendDialog::show_outcomes(const std::vector<SendOutcome>& outcomes) {
  send_->setEnabled(true);
  results_->setRowCount(0);
  int held = 0;
  for (const SendOutcome& outcome : outcomes) {
    const int row = results_->rowCount();
    results_->insertRow(row);
    const QString name =
        QString::fromStdString(outcome.description.empty() ? outcome.file.filename().string() : outcome.description);
    results_->setItem(row, 0, new QTableWidgetItem(name));
    results_->setItem(row, 1, new QTableWidgetItem(result_words(outcome.result)));
    results_->setItem(row, 2, new QTableWidgetItem(QString::fromStdString(outcome.words)));
    held += outcome.held;
  }
  results_->resizeColumnsToContents();
  words_->setText(tr("%1 of %2 objects are in the archive.").arg(held).arg(outcomes.size()));
  session_.add_node(node_->currentText());
  Q_EMIT finished_sending();
}

}  // namespace longview
