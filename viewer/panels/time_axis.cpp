#include "viewer/panels/time_axis.h"

#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "viewer/panels/study_numbers.h"
#include "viewer/panels/words.h"

namespace longview {

constexpr int full_height = 112, narrow_height = 56;

TimeAxis::TimeAxis(QWidget* parent) : QWidget(parent), control_(new QToolButton(this)) {
  setFixedHeight(full_height);
  setMouseTracking(true);
  setFocusPolicy(Qt::TabFocus);
  control_->setObjectName("horizon");
  control_->setPopupMode(QToolButton::InstantPopup);
  control_->setMenu(new QMenu(control_));
  control_->setFocusPolicy(Qt::TabFocus);
  set_horizon(90, 0, 0);
  set(nullptr);
}

void TimeAxis::set(std::shared_ptr<const Study> study) {
  study_ = std::move(study);
  marks_.clear();
  has_days_ = true;
  if (study_) {
    for (std::size_t i = 0; i < study_->timepoints.size(); ++i) {
      const Timepoint& timepoint = study_->timepoints[i];
      AxisMark mark{static_cast<int>(i),   QString::fromStdString(badge(*study_, i)),
                    date_words(timepoint), QString::fromStdString(interval_words(*study_, i)),
                    timepoint.kind,        timepoint.day.value_or(0)};
      has_days_ = has_days_ && timepoint.day.has_value();
      marks_.push_back(mark);
    }
    if (!has_days_)
      for (std::size_t i = 0; i < marks_.size(); ++i) marks_[i].day = static_cast<double>(i);
  }
  control_->setVisible(study_ && has_days_ && !narrow_);
  find_scale();
  tell_accessible();
  update();
}

void TimeAxis::set_shown(int timepoint, const std::vector<int>& columns) {
  shown_ = timepoint;
  columns_ = columns;
  update();
}

void TimeAxis::set_horizon(double days, double trained_low, double trained_high) {
  horizon_ = days;
  trained_low_ = trained_low;
  trained_high_ = trained_high;
  control_->setText(tr("Horizon  +%1 d").arg(std::lround(days)) + "  ▾");
  control_->setAccessibleName(tr("Horizon of the prediction, %1 days").arg(std::lround(days)));
  fill_menu();
  find_scale();
  update();
}

void TimeAxis::set_backtest(const QString& words) {
  backtest_ = words;
  update();
}

void TimeAxis::set_narrow(bool narrow) {
  narrow_ = narrow;
  setFixedHeight(narrow ? narrow_height : full_height);
  control_->setVisible(study_ && has_days_ && !narrow);
}

void TimeAxis::fill_menu() {
  control_->menu()->clear();
  for (const int days : {30, 60, 90, 120, 180, 270, 365}) {
    const bool outside = trained_high_ > 0 && (days < trained_low_ || days > trained_high_);
    const QString words = outside ? tr("+%1 d: outside the trained range").arg(days) : tr("+%1 d").arg(days);
    control_->menu()->addAction(words, this, [this, days] { Q_EMIT horizon_chosen(days); });
  }
}

void TimeAxis::find_scale() {
  scale_.left = 78;
  scale_.right = std::max(200, width() - 150);
  double first = 0, last = 90, acquired = 0;
  if (!marks_.empty()) {
    const auto by_day = [](const AxisMark& a, const AxisMark& b) { return a.day < b.day; };
    first = std::min_element(marks_.begin(), marks_.end(), by_day)->day;
    last = std::max_element(marks_.begin(), marks_.end(), by_day)->day;
    if (const AxisMark* newest = last_acquired()) acquired = newest->day;
  }
  if (has_days_ && !marks_.empty()) {
    // Room to the right for the horizon and a look at the trained range, but never more than twice the past.
    const double span = std::max({acquired - first, horizon_, 30.0});
    const double trained = trained_high_ > 0 ? acquired + std::min(trained_high_ * 1.04, 1.6 * span) : 0;
    last = std::max({last + 0.25 * span, acquired + 1.5 * horizon_, trained});
    first -= 0.2 * span;
  } else {
    first -= 0.5;
    last += 0.8;
  }
  scale_.first_day = first;
  scale_.last_day = last;
}

const AxisMark* TimeAxis::last_acquired() const {
  const AxisMark* newest = nullptr;
  for (const auto& mark : marks_)
    if (mark.kind == TimepointKind::acquired && (!newest || mark.day >= newest->day)) newest = &mark;
  return newest;
}

const AxisMark* TimeAxis::mark_at(const QPointF& point) const {
  const AxisMark* best = nullptr;
  double nearest = 18;  // targets are at least 24 px
  for (const auto& mark : marks_) {
    const QPointF place = place_of(mark);
    const double distance = std::hypot(place.x() - point.x(), (place.y() - point.y()) * 0.7);
    if (distance < nearest) {
      nearest = distance;
      best = &mark;
    }
  }
  return best;
}

void TimeAxis::mousePressEvent(QMouseEvent* event) {
  const AxisMark* mark = mark_at(event->position());
  if (!mark) return;
  if (event->modifiers() & Qt::ControlModifier) {
    Q_EMIT column_toggled(mark->timepoint);
    return;
  }
  dragging_ = mark->kind == TimepointKind::predicted;
  Q_EMIT date_chosen(mark->timepoint);
}

void TimeAxis::mouseMoveEvent(QMouseEvent* event) {
  const AxisMark* mark = mark_at(event->position());
  setToolTip(mark ? QString("%1  %2  %3").arg(mark->badge, mark->date, mark->interval) : QString());
  const AxisMark* newest = last_acquired();
  if (!dragging_ || !newest || !(event->buttons() & Qt::LeftButton)) return;
  const double days = std::max(1.0, std::round(scale_.day_at(event->position().x()) - newest->day));
  if (std::abs(days - horizon_) >= 1 && std::abs(days - horizon_) < 3000) Q_EMIT horizon_chosen(days);
}

void TimeAxis::mouseReleaseEvent(QMouseEvent*) { dragging_ = false; }

void TimeAxis::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return && !marks_.empty()) {
    const int next = (shown_ + 1) % static_cast<int>(marks_.size());
    Q_EMIT date_chosen(next);
    return;
  }
  QWidget::keyPressEvent(event);
}

void TimeAxis::resizeEvent(QResizeEvent*) {
  control_->setGeometry(width() - 12 - 128, 8, 128, 26);
  find_scale();
}

void TimeAxis::tell_accessible() {
  QStringList words;
  for (const auto& mark : marks_)
    words << QString("%1, %2, %3 %4").arg(mark.badge, kind_words(mark.kind), mark.date, mark.interval).trimmed();
  setAccessibleName(tr("Time axis"));
  setAccessibleDescription(words.isEmpty() ? tr("No study open.") : words.join("; "));
}

}  // namespace longview
