#include "app/window/export_dialog.h"

#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QGridLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <cmath>

#include "app/window/dialog_parts.h"
#include "imaging/core/made_up_mark.h"
#include "viewer/panels/words.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

bool has_labels(const Timepoint& timepoint) {
  for (const auto& mask : timepoint.masks)
    if (mask.labels) return true;
  return false;
}

bool has(const Timepoint& timepoint, ExportFormat format) {
  switch (format) {
    case ExportFormat::nifti: return true;
    case ExportFormat::seg:
    case ExportFormat::sr: return has_labels(timepoint);
    case ExportFormat::fractional_seg: return timepoint.probability && has_labels(timepoint);
    case ExportFormat::series: return timepoint.kind != TimepointKind::acquired && !timepoint.series.empty();
  }
  return false;
}

QString mark_of(const Timepoint& timepoint) {
  if (timepoint.kind == TimepointKind::acquired || !timepoint.provenance) return {};
  return QString::fromStdString(made_up_mark(timepoint.kind, timepoint.provenance->horizon_days)) + " ";
}

}  // namespace

QString export_name(const Study& study, std::size_t timepoint) {
  return QString::fromStdString(badge(study, timepoint)) + " " + date_words(study.timepoints[timepoint]);
}

std::string review_of(const Document& document, std::size_t timepoint) {
  const auto found = document.reviews.find(document.study->timepoints[timepoint].session);
  return review_words(found == document.reviews.end() ? Review{} : found->second).toStdString();
}

std::vector<ExportedObject> export_parts(const Study& study, const std::vector<ExportPart>& parts,
                                         const Progress& progress) {
  std::vector<ExportedObject> all;
  const double n = static_cast<double>(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double at = static_cast<double>(i);
    std::filesystem::create_directories(parts[i].request.folder);
    const auto written =
        export_timepoint(study, parts[i].timepoint, parts[i].request,
                         progress.part(at / n, (at + 1) / n, "Writing " + badge(study, parts[i].timepoint)));
    all.insert(all.end(), written.begin(), written.end());
  }
  return all;
}

ExportDialog::ExportDialog(const Document& document, Jobs& jobs, QWidget* parent)
    : QDialog(parent),
      document_(document),
      jobs_(jobs),
      dates_(new QListWidget),
      preview_(new QListWidget),
      folder_(new QLineEdit(QDir::home().filePath("longview-export"))),
      words_(dialog_label({}, 12, 400, colours::text_second)),
      run_(new QPushButton(tr("Export"))) {
  setWindowTitle(tr("Export"));
  setMinimumSize(880, 520);
  build();
  show_preview();
}

void ExportDialog::build() {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  add_heading(all, tr("Export"), QString::fromStdString(document_.study->patient.id));
  auto* middle = new QGridLayout;
  middle->setContentsMargins(18, 14, 18, 14);
  middle->setHorizontalSpacing(24);
  middle->setVerticalSpacing(6);
  middle->addWidget(dialog_label(tr("What"), 12, 600, colours::text_second), 0, 0);
  middle->addWidget(dialog_label(tr("As"), 12, 600, colours::text_second), 0, 1);
  middle->addWidget(dialog_label(tr("Objects that will be written"), 12, 600, colours::text_second), 0, 2);
  const Study& study = *document_.study;
  for (std::size_t i = 0; i < study.timepoints.size(); ++i) {
    auto* item = new QListWidgetItem(export_name(study, i) + " · " + kind_words(study.timepoints[i].kind));
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
    item->setCheckState(study.timepoints[i].kind == TimepointKind::predicted ? Qt::Checked : Qt::Unchecked);
    if (study.timepoints[i].kind != TimepointKind::acquired) item->setForeground(colours::predicted);
    dates_->addItem(item);
  }
  dates_->setAccessibleName(tr("What"));
  preview_->setAccessibleName(tr("Objects that will be written"));
  preview_->setWordWrap(true);
  middle->addWidget(dates_, 1, 0);
  auto* formats = new QWidget;
  auto* column = new QVBoxLayout(formats);
  column->setContentsMargins(0, 0, 0, 0);
  const std::pair<ExportFormat, QString> names[] = {{ExportFormat::nifti, tr("NIfTI: image, labels, probability")},
                                                    {ExportFormat::seg, tr("DICOM SEG: segmentation")},
                                                    {ExportFormat::fractional_seg, tr("DICOM SEG: probability")},
                                                    {ExportFormat::sr, tr("DICOM SR: measurements")},
                                                    {ExportFormat::series, tr("DICOM: derived series")}};
  for (const auto& [format, name] : names) {
    auto* box = new QCheckBox(name);
    box->setChecked(format == ExportFormat::nifti || format == ExportFormat::seg);
    connect(box, &QCheckBox::toggled, this, &ExportDialog::show_preview);
    column->addWidget(box);
    formats_.emplace_back(format, box);
  }
  column->addStretch();
  middle->addWidget(formats, 1, 1);
  middle->addWidget(preview_, 1, 2);
  middle->setColumnStretch(0, 2);
  middle->setColumnStretch(2, 3);
  auto* where = new QHBoxLayout;
  where->addWidget(dialog_label(tr("Where"), 13, 400, colours::text_second));
  folder_->setAccessibleName(tr("Where"));
  where->addWidget(folder_, 1);
  auto* browse = new QPushButton(tr("Choose…"));
  browse->setAutoDefault(false);
  where->addWidget(browse);
  middle->addLayout(where, 2, 0, 1, 3);
  all->addLayout(middle, 1);
  all->addWidget(dialog_line());
  auto* footer = new QHBoxLayout;
  footer->setContentsMargins(18, 12, 18, 12);
  words_->setWordWrap(true);
  footer->addWidget(words_, 1);
  auto* cancel = new QPushButton(tr("Cancel"));
  cancel->setAutoDefault(false);
  footer->addWidget(cancel);
  run_->setObjectName("run");
  footer->addWidget(run_);
  all->addLayout(footer);
  connect(dates_, &QListWidget::itemChanged, this, &ExportDialog::show_preview);
  connect(folder_, &QLineEdit::textChanged, this, &ExportDialog::show_preview);
  connect(browse, &QPushButton::clicked, this, [this] {
    const QString chosen = QFileDialog::getExistingDirectory(this, tr("Export into"));
    if (!chosen.isEmpty()) folder_->setText(chosen);
  });
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(run_, &QPushButton::clicked, this, &ExportDialog::run);
}

void ExportDialog::set_folder(const QString& folder) { folder_->setText(folder); }

std::vector<ExportPart> ExportDialog::parts() const {
  std::vector<ExportPart> parts;
  for (int row = 0; row < dates_->count(); ++row) {
    if (dates_->item(row)->checkState() != Qt::Checked) continue;
    const auto place = static_cast<std::size_t>(row);
    ExportPart part;
    part.timepoint = place;
    part.request.folder = folder_->text().toStdString() + "/" + badge(*document_.study, place) + "-" +
                          document_.study->timepoints[place].session;
    part.request.review = review_of(document_, place);
    for (const auto& [format, box] : formats_)
      if (box->isChecked() && has(document_.study->timepoints[place], format)) part.request.formats.push_back(format);
    if (!part.request.formats.empty()) parts.push_back(std::move(part));
  }
  return parts;
}

void ExportDialog::show_preview() {
  preview_->clear();
  for (const ExportPart& part : parts()) {
    const Timepoint& timepoint = document_.study->timepoints[part.timepoint];
    const QString mark = mark_of(timepoint), name = export_name(*document_.study, part.timepoint);
    for (const ExportFormat format : part.request.formats)
      for (const auto& [known, box] : formats_)
        if (known == format) preview_->addItem(name + ": " + mark + box->text().section(": ", 1));
    if (!mark.isEmpty())
      preview_->addItem(tr("%1: review state “%2” is written into each object.")
                            .arg(name, QString::fromStdString(part.request.review)));
  }
  QString why;
  if (preview_->count() == 0) why = tr("Nothing is chosen that these dates have.");
  if (folder_->text().trimmed().isEmpty()) why = tr("Choose a folder.");
  words_->setText(why.isEmpty() ? tr("DICOM objects carry the patient of the study, as it was read.") : why);
  run_->setEnabled(why.isEmpty());
}

void ExportDialog::run() {
  run_->setEnabled(false);
  jobs_.start(
      tr("Exporting"), Lane::compute,
      [study = document_.study, wanted = parts()](const Progress& progress) {
        return export_parts(*study, wanted, progress);
      },
      [this, here = QPointer<ExportDialog>(this),
       folder = folder_->text()](const std::vector<ExportedObject>& objects) {
        if (!here) return;
        Q_EMIT done(tr("%1 objects written to %2.").arg(objects.size()).arg(folder));
        accept();
      },
      [this, here = QPointer<ExportDialog>(this)](JobEnd end, const QString& sentence) {
        if (!here) return;
        run_->setEnabled(true);
        words_->setText(end == JobEnd::cancelled ? tr("Cancelled.") : sentence);
        Q_EMIT failed(words_->text());
      });
}

}  // namespace longview
