// A region's volume over age: the band of the healthy and the person's dates on it.
#pragma once

#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

#include "imaging/core/study.h"
#include "imaging/measurement/regional_norms.h"

namespace longview {

struct NormativePoint {
  int timepoint = 0;
  TimepointKind kind = TimepointKind::acquired;
  QString badge;
  double age_years = 0, volume_ml = 0;
  std::optional<double> percentile;  // against the healthy of this age, sex and skull
};

struct NormativeContent {
  QString region;
  std::vector<NormPoint> band;  // for this person's sex and skull; empty where it is not known
  std::vector<NormativePoint> points;
  QString reference;  // whom the band is of
  QString missing;    // why there is no band or no point, and the way out
};

class NormativePlot : public QWidget {
  Q_OBJECT

 public:
  explicit NormativePlot(QWidget* parent = nullptr);
  void set(const NormativeContent& content);
  const NormativeContent& content() const { return content_; }
  // Where a point is drawn, for tests and tooltips.
  QPointF place_of(const NormativePoint& point) const;

 Q_SIGNALS:
  void date_chosen(int timepoint);

 protected:
  void paintEvent(QPaintEvent*) override;
  void mousePressEvent(QMouseEvent*) override;
  void mouseMoveEvent(QMouseEvent*) override;

 private:
  struct Axes;
  Axes axes() const;
  void paint_grid(QPainter& painter, const Axes& axes) const;
  void paint_band(QPainter& painter, const Axes& axes) const;
  void paint_points(QPainter& painter, const Axes& axes) const;
  void paint_words(QPainter& painter) const;
  const NormativePoint* point_at(const QPointF& place) const;

  NormativeContent content_;
};

// "A1, 67.0 y: 6.52 mL, percentile 3".
QString normative_words(const NormativePoint& point);

}  // namespace longview
