#include "app/window/status_line.h"

#include <QAccessible>
#include <QLabel>
#include <QTimer>
#include <QToolButton>
#include <cmath>

#include "app/window/scene_steps.h"
#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/panels/words.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

QString strong(const QString& words) {
  return QString("<span style='color:%1'>%2</span>").arg(colours::text.name(), words);
}

QString millimetres(double value) { return QString::number(value, 'f', 1).replace('-', QStringLiteral("−")); }

}  // namespace

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent),
      cursor_(part()),
      value_(part()),
      probability_(part()),
      link_icon_(part()),
      link_words_(part()),
      said_(part(1)),
      job_words_(new QLabel),
      job_left_(new QLabel),
      device_(new QLabel),
      saved_(new QLabel),
      bar_(new QProgressBar),
      cancel_(new QToolButton) {
  setFixedHeight(26);
  setSizeGripEnabled(false);
  bar_->setFixedWidth(150);
  bar_->setTextVisible(false);
  bar_->setRange(0, 1000);
  cancel_->setText(tr("Cancel"));
  cancel_->setProperty("bare", true);
  cancel_->setStyleSheet("color:" + colours::acquired.name() + "; font-size:12px; padding: 0 4px");
  connect(cancel_, &QToolButton::clicked, this, [this] { Q_EMIT cancel_asked(job_); });
  for (QLabel* label : {job_words_, job_left_, device_, saved_}) {
    label->setFont(text_font(12));
    label->setStyleSheet("color:" + colours::text_second.name() + "; padding: 0 6px;");
  }
  addPermanentWidget(job_words_);
  addPermanentWidget(bar_);
  addPermanentWidget(job_left_);
  addPermanentWidget(cancel_);
  addPermanentWidget(device_);
  addPermanentWidget(saved_);
  show_nothing();
  show_jobs({});
}

QLabel* StatusLine::part(int stretch) {
  auto* label = new QLabel;
  label->setFont(text_font(12));
  label->setStyleSheet("color:" + colours::text_second.name() + "; padding: 0 5px;");
  addWidget(label, stretch);
  return label;
}

void StatusLine::show_nothing() {
  cursor_->setText(tr("No study"));
  for (QLabel* label : {value_, probability_, link_words_}) label->clear();
  link_icon_->clear();
}

void StatusLine::show_cursor(const Study& study, const Scene& scene) {
  const Vec3& at = scene.cursor;
  cursor_->setText("LPS &nbsp;" +
                   strong(millimetres(at[0]) + "&nbsp; " + millimetres(at[1]) + "&nbsp; " + millimetres(at[2])) +
                   "&nbsp; mm");
  value_->clear();
  probability_->clear();
  const auto shown = static_cast<std::size_t>(std::max(0, scene.timepoint));
  if (shown >= study.timepoints.size()) return;
  const Timepoint& timepoint = study.timepoints[shown];
  const Vec3 point = to_scan(timepoint, at);
  if (const Series* series = shown_series(timepoint)) {
    const auto value = value_near(*series->volume, point);
    const QString name = QString::fromStdString(series->sequence.empty() ? series->modality : series->sequence);
    const QString unit = QString::fromStdString(series->volume->unit);
    value_->setText(name.toHtmlEscaped() + "&nbsp; " +
                    (value ? strong(QString::number(*value, 'g', 4)) + " " + unit : tr("outside this scan")));
  }
  if (timepoint.probability)
    if (const auto value = value_near(*timepoint.probability, point))
      probability_->setText(QString("P(tumour)&nbsp; <span style='color:%1'>%2</span>")
                                .arg(colours::predicted.name(), QString::number(*value, 'f', 2)));
}

void StatusLine::show_registration(const QString& words, const QString& icon_name) {
  const QColor colour = icon_name == "link"           ? colours::crosshair
                        : icon_name == "link-warning" ? colours::warning
                        : icon_name == "link-broken"  ? colours::error
                                                      : colours::text_second;
  if (icon_name.isEmpty())
    link_icon_->clear();
  else
    link_icon_->setPixmap(icon_pixmap(icon_name, colour, 14, devicePixelRatioF()));
  link_words_->setText(words);
}

void StatusLine::show_jobs(const std::vector<JobStatus>& jobs) {
  const JobStatus* first = nullptr;
  for (const auto& job : jobs)
    if (job.running && (!first || job.seconds > first->seconds)) first = &job;
  if (!first && !jobs.empty()) first = &jobs.front();
  const bool any = first != nullptr;
  for (QWidget* widget : std::initializer_list<QWidget*>{job_words_, bar_, job_left_, cancel_}) widget->setVisible(any);
  if (!any) return;
  job_ = first->id;
  QString words = first->title;
  if (!first->stage.isEmpty() && first->stage != first->title) words += ": " + first->stage;
  if (jobs.size() > 1) words += tr(" (+%1 more)").arg(jobs.size() - 1);
  job_words_->setText(QFontMetrics(text_font(12)).elidedText(words, Qt::ElideRight, 420));
  // No share known yet: a busy line.
  bar_->setRange(0, first->fraction > 0 ? 1000 : 0);
  bar_->setValue(static_cast<int>(1000 * first->fraction));
  bar_->setAccessibleName(words);
  job_left_->setText(first->seconds_left < 0 ? QString() : tr("%1 s left").arg(std::lround(first->seconds_left)));
  cancel_->setAccessibleName(tr("Cancel %1").arg(first->title));
}

void StatusLine::show_device(const QString& words) { device_->setText(words); }
void StatusLine::show_saved(const QString& words) { saved_->setText(words); }

void StatusLine::forget() {
  said_->clear();
  said_->setAccessibleName({});
}

void StatusLine::say(const QString& sentence) {
  said_->setText(strong(sentence.toHtmlEscaped()));
  said_->setAccessibleName(sentence);
  QAccessibleEvent event(said_, QAccessible::Alert);
  QAccessible::updateAccessibility(&event);
  QTimer::singleShot(8000, said_, [this, sentence] {
    if (said_->accessibleName() == sentence) said_->clear();
  });
}

}  // namespace longview
