#include "app/window/predict_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSpinBox>
#include <algorithm>
#include <cmath>

#include "app/pipeline/networks.h"
#include "app/window/contents.h"
#include "app/window/dialog_parts.h"
#include "app/window/horizon_range.h"
#include "app/window/model_rows.h"
#include "viewer/panels/badge.h"
#include "viewer/panels/words.h"
#include "viewer/scene/colours.h"

namespace longview {

PredictDialog::PredictDialog(StudyFlow& flow, Jobs& jobs, double horizon, QWidget* parent)
    : QDialog(parent),
      flow_(flow),
      jobs_(jobs),
      horizon_(static_cast<int>(std::lround(horizon))),
      models_(new QListWidget),
      days_(new QSpinBox),
      range_(new HorizonRange),
      date_(dialog_label({}, 13, 400, colours::predicted)),
      words_(dialog_label(tr("Research use only, not for diagnosis."), 12, 400, colours::text_second)),
      seed_(dialog_label(tr("seed 1"), 13, 400, colours::text_third)),
      samples_(new QComboBox),
      backtest_(new QCheckBox),
      checks_(new CheckList),
      run_(new QPushButton) {
  setWindowTitle(tr("Predict"));
  setMinimumSize(1040, 620);
  build();
  connect(&flow_, &StudyFlow::history_ready, this, [this] { ask_fits(); });
  connect(&flow_, &StudyFlow::refused, this,
          [this](const QString&, const QString& sentence) { words_->setText(sentence); });
  if (flow_.document().history)
    ask_fits();
  else
    flow_.prepare_history();
  show_choice();
}

void PredictDialog::build() {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  const Study& study = *flow_.document().study;
  int acquired = 0;
  for (const auto& timepoint : study.timepoints) acquired += is_acquired(timepoint);
  add_heading(all, tr("Predict"),
              QString::fromStdString(study.patient.id) + " · " +
                  (acquired == 1 ? tr("one acquired date") : tr("%1 acquired dates").arg(acquired)));
  auto* middle = new QHBoxLayout;
  middle->setSpacing(0);
  middle->addWidget(build_models());
  middle->addWidget(build_settings(), 1);
  all->addLayout(middle, 1);
  all->addWidget(dialog_line());
  all->addWidget(build_footer());
}

QWidget* PredictDialog::build_models() {
  models_->setFixedWidth(372);
  models_->setAccessibleName(tr("Models"));
  models_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  models_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  models_->setItemDelegate(new ModelRowDelegate(models_));
  models_->setStyleSheet("QListWidget { border: none; border-right: 1px solid " + colours::line.name() + "; }");
  connect(models_, &QListWidget::currentRowChanged, this, [this] { show_choice(); });
  return models_;
}

QWidget* PredictDialog::build_settings() {
  auto* side = new QWidget;
  auto* column = new QVBoxLayout(side);
  column->setContentsMargins(20, 16, 18, 12);
  auto* grid = new QGridLayout;
  grid->setColumnMinimumWidth(0, 110);
  grid->setVerticalSpacing(9);
  const auto row = [&](const QString& name, QWidget* widget) {
    grid->addWidget(dialog_label(name, 13, 400, colours::text_second), grid->rowCount(), 0, Qt::AlignTop);
    grid->addWidget(widget, grid->rowCount() - 1, 1);
  };
  auto* inputs = new QWidget;
  auto* inputs_row = new QHBoxLayout(inputs);
  inputs_row->setContentsMargins(0, 0, 0, 0);
  const Study& study = *flow_.document().study;
  QString series, tumour;
  int listed = 0, acquired = 0;
  for (const auto& timepoint : study.timepoints) acquired += is_acquired(timepoint);
  for (std::size_t i = 0; i < study.timepoints.size(); ++i) {
    const Timepoint& timepoint = study.timepoints[i];
    if (!is_acquired(timepoint) || ++listed <= acquired - 3) continue;
    inputs_row->addWidget(dialog_label(
        QString("<b style='color:%1'>%2</b>&nbsp; %3")
            .arg(colours::acquired.name(), QString::fromStdString(badge(study, i)), date_words(timepoint))));
    inputs_row->addSpacing(18);
    if (const int main = main_series(timepoint, "ce-T1w"); main >= 0)
      series = series_words(timepoint.series[static_cast<std::size_t>(main)], timepoint.kind);
    tumour = tr("none at %1").arg(date_words(timepoint));
    if (!timepoint.masks.empty()) {
      const Segmentation& mask = timepoint.masks.front();
      tumour = QString::fromStdString(mask.name + ", " + mask.format);
      if (mask.labels && !mask.labels->labels.empty()) {
        const std::string_view type = name_of(mask.labels->labels.front().algorithm_type);
        tumour += " (" + QString::fromLatin1(type.data(), static_cast<qsizetype>(type.size())).toLower() + ")";
      }
    }
  }
  inputs_row->addStretch();
  row(tr("Inputs"), inputs);
  row(tr("Series"), dialog_label(series));
  row(tr("Tumour from"), dialog_label(tumour));
  auto* horizon = new QWidget;
  auto* horizon_row = new QHBoxLayout(horizon);
  horizon_row->setContentsMargins(0, 0, 0, 0);
  days_->setRange(0, 10000);
  days_->setPrefix("+");
  days_->setSuffix(" d");
  days_->setProperty("predicts", true);
  days_->setFixedWidth(96);
  days_->setAccessibleName(tr("Horizon in days"));
  horizon_row->addWidget(days_);
  horizon_row->addSpacing(8);
  horizon_row->addWidget(date_);
  horizon_row->addStretch();
  row(tr("Horizon"), horizon);
  row({}, range_);
  for (const int count : {1, 5, 10, 20})
    samples_->addItem(count == 1 ? tr("1 sample") : tr("%1 samples").arg(count), count);
  samples_->setAccessibleName(tr("Samples"));
  auto* uncertainty = new QWidget;
  auto* uncertainty_row = new QHBoxLayout(uncertainty);
  uncertainty_row->setContentsMargins(0, 0, 0, 0);
  uncertainty_row->addWidget(samples_);
  uncertainty_row->addSpacing(8);
  uncertainty_row->addWidget(seed_);
  uncertainty_row->addStretch();
  row(tr("Uncertainty"), uncertainty);
  backtest_->setChecked(acquired >= 2);
  backtest_->setEnabled(acquired >= 2);
  backtest_->setText(acquired >= 2 ? tr("the last acquired date from those before it")
                                   : tr("needs two acquired dates"));
  row(tr("Back-test as well"), backtest_);
  column->addLayout(grid);
  column->addSpacing(10);
  column->addWidget(dialog_line());
  column->addSpacing(8);
  auto* scroll = new QScrollArea;
  scroll->setWidget(checks_);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::TabFocus);
  scroll->setAccessibleName(tr("Checks"));
  column->addWidget(scroll, 1);
  days_->setValue(horizon_);
  connect(days_, &QSpinBox::valueChanged, this, &PredictDialog::set_horizon);
  connect(range_, &HorizonRange::days_changed, days_, &QSpinBox::setValue);
  return side;
}

QWidget* PredictDialog::build_footer() {
  auto* footer = new QWidget;
  auto* row = new QHBoxLayout(footer);
  row->setContentsMargins(18, 12, 18, 12);
  words_->setWordWrap(true);
  row->addWidget(words_, 1);
  auto* cancel = new QPushButton(tr("Cancel"));
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  cancel->setAutoDefault(false);
  row->addWidget(cancel);
  run_->setProperty("predicts", true);
  run_->setAutoDefault(false);
  run_->setObjectName("run");
  connect(run_, &QPushButton::clicked, this, &QDialog::accept);
  row->addWidget(run_);
  auto* keys = new QShortcut(QKeySequence("Ctrl+Return"), this);
  connect(keys, &QShortcut::activated, this, [this] {
    if (run_->isEnabled()) accept();
  });
  return footer;
}

void PredictDialog::set_horizon(int days) {
  horizon_ = days;
  if (days_->value() != days) days_->setValue(days);
  if (flow_.document().history) ask_fits();
  show_choice();
}

void PredictDialog::ask_fits() {
  const std::uint64_t mine = ++asked_;
  jobs_.start(
      tr("Checking models"), Lane::reading,
      [history = flow_.document().history, days = horizon_](const Progress&) {
        return fits(*history, Horizon{static_cast<double>(days)});
      },
      [this, mine, here = QPointer<PredictDialog>(this)](std::vector<ModelFit> found) {
        if (here && mine == asked_) show_fits(std::move(found));
      });
}

void PredictDialog::show_fits(std::vector<ModelFit> found) {
  const std::string before = chosen() ? chosen()->model->card().name : "gp-gan";
  fits_ = std::move(found);
  // What fits comes first, networks before baselines, names in order.
  std::stable_sort(fits_.begin(), fits_.end(), [](const ModelFit& a, const ModelFit& b) {
    const auto rank = [](const ModelFit& fit) {
      return std::pair(refused(fit.checks), fit.model->card().weights_file.empty());
    };
    return rank(a) < rank(b);
  });
  const QSignalBlocker quiet(models_);
  models_->clear();
  int current = 0;
  for (std::size_t i = 0; i < fits_.size(); ++i) {
    models_->addItem(model_row(fits_[i].model->card(), fits_[i].checks));
    if (fits_[i].model->card().name == before) current = static_cast<int>(i);
  }
  models_->setCurrentRow(current);
  show_choice();
}

const ModelFit* PredictDialog::chosen() const {
  const int row = models_->currentRow();
  return row >= 0 && row < static_cast<int>(fits_.size()) ? &fits_[static_cast<std::size_t>(row)] : nullptr;
}

void PredictDialog::choose(const QString& model) {
  for (std::size_t i = 0; i < fits_.size(); ++i)
    if (QString::fromStdString(fits_[i].model->card().name) == model) models_->setCurrentRow(static_cast<int>(i));
}

QString PredictDialog::reason() const {
  const ModelFit* fit = chosen();
  if (!fit) return tr("The scans are being prepared for the models. The status bar says how far it is.");
  if (refused(fit->checks)) return QString::fromStdString(refusal_text(fit->model->card(), fit->checks));
  return {};
}

void PredictDialog::show_choice() {
  const ModelFit* fit = chosen();
  const Range trained = fit ? fit->model->card().interval_days : Range{};
  range_->set(horizon_, trained.low, trained.high);
  date_->clear();
  for (const auto& timepoint : flow_.document().study->timepoints)
    if (is_acquired(timepoint) && timepoint.date)
      date_->setText(QString::fromStdString(iso(*timepoint.date + std::chrono::days(horizon_))));
  checks_->set(fit ? check_lines(fit->checks) : std::vector<CheckLine>{});
  const QString why = reason();
  run_->setEnabled(why.isEmpty());
  const QString title = fit ? QString::fromStdString(fit->model->card().title) : tr("model");
  run_->setText(tr("Run %1").arg(title) + "   Ctrl+Enter");
  words_->setText(why.isEmpty() ? tr("Research use only, not for diagnosis.") : why);
}

PredictRequest PredictDialog::request() const {
  PredictRequest wanted;
  if (const ModelFit* fit = chosen()) wanted.model = fit->model->card().name;
  wanted.horizon_days = horizon_;
  wanted.options.samples = samples_->currentData().toInt();
  return wanted;
}

bool PredictDialog::backtest_wanted() const { return backtest_->isChecked(); }

}  // namespace longview
