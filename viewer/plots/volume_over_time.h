// Volumes of all dates over days: acquired points and line, predicted ones with their band, fits as thin lines.
#pragma once

#include <QWidget>
#include <vector>

#include "viewer/panels/study_numbers.h"

namespace longview {

class VolumeOverTime : public QWidget {
  Q_OBJECT

 public:
  explicit VolumeOverTime(QWidget* parent = nullptr);
  void set(const std::vector<DateNumbers>& dates);
  // log2 instead of linear; the heading names which.
  void set_logarithmic(bool logarithmic);
  bool logarithmic() const { return logarithmic_; }
  // The model's numbers are shown grey where its back-test did not beat "no change".
  void set_no_skill(bool no_skill);

 Q_SIGNALS:
  void date_chosen(int timepoint);

 protected:
  void paintEvent(QPaintEvent*) override;
  void mousePressEvent(QMouseEvent*) override;
  void mouseMoveEvent(QMouseEvent*) override;

 private:
  struct Axes;
  struct Point {
    int timepoint = 0;
    DateNumbers numbers;
  };
  Axes axes() const;
  void paint_grid(QPainter& painter, const Axes& axes) const;
  void paint_fits(QPainter& painter, const Axes& axes) const;
  void paint_prediction(QPainter& painter, const Axes& axes, const Point& point) const;
  void paint_points(QPainter& painter, const Axes& axes) const;
  void paint_legend(QPainter& painter) const;
  int point_at(const QPointF& place) const;
  const Point* reference_of(const Point& point) const;

  std::vector<Point> points_;
  bool logarithmic_ = false, no_skill_ = false;
};

}  // namespace longview
