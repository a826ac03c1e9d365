// Dates to scale: acquired ones as blue circles on a solid line, predicted ones as hatched amber diamonds on a dashed
// line in a hatched region (window.md section 3).
#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "imaging/core/study.h"

class QToolButton;

namespace longview {

// The days that the axis spans and where they fall on the line; without days, dates stand evenly.
struct AxisScale {
  double first_day = 0, last_day = 1, left = 0, right = 1;
  double x_of(double day) const { return left + (day - first_day) / (last_day - first_day) * (right - left); }
  double day_at(double x) const { return first_day + (x - left) / (right - left) * (last_day - first_day); }
};

// One mark as it will be drawn; what tests and screen readers ask.
struct AxisMark {
  int timepoint = 0;
  QString badge, date, interval;
  TimepointKind kind = TimepointKind::acquired;
  double day = 0;
};

class TimeAxis : public QWidget {
  Q_OBJECT

 public:
  explicit TimeAxis(QWidget* parent = nullptr);

  void set(std::shared_ptr<const Study> study);
  void set_shown(int timepoint, const std::vector<int>& columns);
  // The horizon that Predict... starts with, and the range that the model was trained on (0, 0: any).
  void set_horizon(double days, double trained_low, double trained_high);
  // "Dice 0.91": written on the back-test's arc.
  void set_backtest(const QString& words);
  void set_narrow(bool narrow);  // images only: 56 px

  const std::vector<AxisMark>& marks() const { return marks_; }
  bool has_days() const { return has_days_; }
  double horizon() const { return horizon_; }

 Q_SIGNALS:
  void date_chosen(int timepoint);
  void column_toggled(int timepoint);
  void horizon_chosen(double days);

 protected:
  void paintEvent(QPaintEvent*) override;
  void resizeEvent(QResizeEvent*) override;
  void mousePressEvent(QMouseEvent*) override;
  void mouseMoveEvent(QMouseEvent*) override;
  void mouseReleaseEvent(QMouseEvent*) override;
  void keyPressEvent(QKeyEvent*) override;

 private:
  void find_scale();
  void fill_menu();
  QPointF place_of(const AxisMark& mark) const;
  const AxisMark* mark_at(const QPointF& point) const;
  const AxisMark* last_acquired() const;
  void paint_grounds(QPainter& painter) const;
  void paint_line(QPainter& painter) const;
  void paint_ticks(QPainter& painter) const;
  void paint_trained(QPainter& painter) const;
  void paint_arc(QPainter& painter) const;
  void paint_marks(QPainter& painter) const;
  void paint_labels(QPainter& painter) const;
  void tell_accessible();

  std::shared_ptr<const Study> study_;
  std::vector<AxisMark> marks_;
  AxisScale scale_;
  bool has_days_ = true, narrow_ = false;
  int shown_ = -1;
  std::vector<int> columns_;
  double horizon_ = 90, trained_low_ = 0, trained_high_ = 0;
  QString backtest_;
  bool dragging_ = false;
  QToolButton* control_;
};

}  // namespace longview
