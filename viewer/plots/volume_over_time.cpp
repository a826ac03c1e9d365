#include "viewer/plots/volume_over_time.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "viewer/panels/badge.h"
#include "viewer/panels/words.h"
#include "viewer/plots/growth_fits.h"
#include "viewer/plots/plot_marks.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

const QColor exponential_colour(0xA9, 0x9A, 0xE0), linear_colour(0x74, 0xC7, 0xA2), gompertz_colour(0x8A, 0xB8, 0x6E);
constexpr int plot_height = 232, legend_height = 66;

double day_step(double span) {
  for (const double step : {1., 2., 5., 10., 30., 60., 90., 180., 365., 730.})
    if (span / step <= 7.5) return step;
  return 1825;
}

}  // namespace

struct VolumeOverTime::Axes {
  QRectF box;
  double first = 0, last = 1, top = 1, bottom = 0;
  bool logarithmic = false;
  QPointF at(double day, double ml) const {
    const double value = logarithmic ? std::log2(std::max(ml, 1e-3)) : ml;
    return {box.left() + (day - first) / (last - first) * box.width(),
            box.bottom() - (value - bottom) / (top - bottom) * box.height()};
  }
};

VolumeOverTime::VolumeOverTime(QWidget* parent) : QWidget(parent) {
  setFixedHeight(plot_height + legend_height);
  setMouseTracking(true);
  setAccessibleName(tr("Volume over time"));
}

void VolumeOverTime::set(const std::vector<DateNumbers>& dates) {
  points_.clear();
  QStringList words;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    if (!dates[i].volume_ml || !dates[i].day) continue;
    points_.push_back({static_cast<int>(i), dates[i]});
    words << QString("%1 %2 %3")
                 .arg(QString::fromStdString(dates[i].badge), kind_words(dates[i].kind),
                      with_unit(*dates[i].volume_ml, "mL", dates[i].kind != TimepointKind::acquired));
  }
  setAccessibleDescription(words.join("; "));
  setFixedHeight(points_.empty() ? 40 : plot_height + legend_height);
  update();
}

void VolumeOverTime::set_logarithmic(bool logarithmic) {
  logarithmic_ = logarithmic;
  update();
}

void VolumeOverTime::set_no_skill(bool no_skill) {
  no_skill_ = no_skill;
  update();
}

VolumeOverTime::Axes VolumeOverTime::axes() const {
  Axes axes;
  axes.box = QRectF(46, 12, width() - 46 - 34, plot_height - 12 - 42);
  double largest = 0.01, smallest = 1e9, first = 0, last = 1;
  for (const auto& point : points_) {
    largest = std::max({largest, *point.numbers.volume_ml, point.numbers.high_ml.value_or(0)});
    if (*point.numbers.volume_ml > 0) smallest = std::min(smallest, *point.numbers.volume_ml);
    first = std::min(first, *point.numbers.day);
    last = std::max(last, *point.numbers.day);
  }
  const double span = std::max(last - first, 1.0);
  axes.first = first - 0.06 * span;
  axes.last = last + 0.07 * span;
  axes.logarithmic = logarithmic_;
  if (logarithmic_) {
    axes.bottom = std::floor(std::log2(std::max(std::min(smallest, largest), 0.01))) - 0.2;
    axes.top = std::ceil(std::log2(largest) + 0.2);
  } else {
    const double step = nice_step(largest * 1.05, 4);
    axes.top = std::ceil(largest * 1.02 / step) * step;
  }
  return axes;
}

void VolumeOverTime::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (points_.empty()) {
    painter.setFont(text_font(12));
    painter.setPen(colours::text_third);
    painter.drawText(rect().adjusted(12, 0, -12, 0), Qt::AlignTop | Qt::TextWordWrap,
                     tr("No date has both a day and a segmentation."));
    return;
  }
  const Axes plot = axes();
  paint_grid(painter, plot);
  painter.save();
  painter.setClipRect(plot.box.adjusted(0, -2, 0, 2));
  paint_fits(painter, plot);
  painter.restore();
  for (const auto& point : points_)
    if (point.numbers.kind == TimepointKind::predicted) paint_prediction(painter, plot, point);
  paint_points(painter, plot);
  paint_legend(painter);
}

void VolumeOverTime::paint_grid(QPainter& painter, const Axes& axes) const {
  painter.setFont(text_font(11));
  double split = axes.first;
  for (const auto& point : points_)
    if (point.numbers.kind == TimepointKind::acquired) split = std::max(split, *point.numbers.day);
  const double x = axes.at(split, 0).x();
  if (std::any_of(points_.begin(), points_.end(),
                  [](const Point& point) { return point.numbers.kind == TimepointKind::predicted; })) {
    painter.fillRect(QRectF(QPointF(x, axes.box.top()), axes.box.bottomRight()), colours::predicted_ground);
    QPen pen(colours::predicted, 1);
    pen.setDashPattern({2, 2.5});
    painter.setPen(pen);
    painter.drawLine(QPointF(x, axes.box.top()), QPointF(x, axes.box.bottom()));
  }
  const double step = logarithmic_ ? 1 : nice_step(axes.top, 4);
  for (double value = logarithmic_ ? std::ceil(axes.bottom) : 0; value <= axes.top + 1e-9; value += step) {
    const double ml = logarithmic_ ? std::exp2(value) : value;
    const double y = axes.at(0, ml).y();
    painter.setPen(QPen(value == 0 && !logarithmic_ ? colours::strong_line : colours::line, 1));
    painter.drawLine(QPointF(axes.box.left(), std::round(y) + 0.5), QPointF(axes.box.right(), std::round(y) + 0.5));
    painter.setPen(colours::text_third);
    painter.drawText(QRectF(0, y - 8, 37, 16), Qt::AlignRight | Qt::AlignVCenter,
                     step < 0.1 ? QString::number(ml, 'f', 2) : QString::number(ml));
  }
  painter.drawText(axes.box.topLeft() + QPointF(6, 14), "mL");
  const double days = day_step(axes.last - axes.first);
  for (double day = std::ceil(axes.first / days) * days; day <= axes.last; day += days) {
    const QPointF place(axes.at(day, 0).x(), axes.box.bottom());
    painter.setPen(QPen(colours::strong_line, 1));
    painter.drawLine(place, place + QPointF(0, 3));
    painter.setPen(colours::text_third);
    painter.drawText(QRectF(place.x() - 30, place.y() + 4, 60, 14), Qt::AlignCenter, QString::number(day));
  }
  painter.drawText(QRectF(axes.box.left(), axes.box.bottom() + 18, axes.box.width(), 16), Qt::AlignRight,
                   tr("days since A1"));
}

void VolumeOverTime::paint_fits(QPainter& painter, const Axes& axes) const {
  std::vector<VolumeAt> acquired;
  for (const auto& point : points_)
    if (point.numbers.kind == TimepointKind::acquired)
      acquired.push_back({*point.numbers.day, *point.numbers.volume_ml});
  const auto draw = [&](const std::optional<GrowthCurve>& curve, const QColor& colour, const QVector<qreal>& dash) {
    if (!curve) return;
    QPolygonF line;
    for (int i = 0; i <= 60; ++i) {
      const double day = axes.first + (axes.last - axes.first) * i / 60;
      if (day >= acquired.front().day) line << axes.at(day, (*curve)(day));
    }
    QPen pen(colour, 1.2);
    pen.setDashPattern(dash);
    painter.setPen(pen);
    painter.drawPolyline(line);
  };
  if (acquired.size() < 2) return;
  draw(exponential_fit(acquired), exponential_colour, {1.2, 2.4});
  draw(linear_fit(acquired), linear_colour, {6, 2, 1.5, 2});
  draw(gompertz_fit(acquired), gompertz_colour, {3, 3});
}

const VolumeOverTime::Point* VolumeOverTime::reference_of(const Point& point) const {
  for (const auto& other : points_)
    if (other.timepoint == point.numbers.from) return &other;
  return nullptr;
}

void VolumeOverTime::paint_prediction(QPainter& painter, const Axes& axes, const Point& point) const {
  const Point* from = reference_of(point);
  const QColor colour = no_skill_ ? colours::text_third : colours::predicted;
  const QPointF end = axes.at(*point.numbers.day, *point.numbers.volume_ml);
  const double low = point.numbers.low_ml.value_or(*point.numbers.volume_ml);
  const double high = point.numbers.high_ml.value_or(*point.numbers.volume_ml);
  const QPointF low_end = axes.at(*point.numbers.day, low), high_end = axes.at(*point.numbers.day, high);
  if (from) {
    const QPointF start = axes.at(*from->numbers.day, *from->numbers.volume_ml);
    if (high > low) {
      QPainterPath band(start);
      band.lineTo(high_end);
      band.lineTo(low_end);
      band.closeSubpath();
      QColor ground = colour;
      ground.setAlphaF(0.16);
      painter.fillPath(band, ground);
      painter.save();
      painter.setClipPath(band);
      draw_hatch(painter, band.boundingRect(), 0.25);
      painter.restore();
    }
    QPen dashed(colour, 1.8);
    dashed.setDashPattern({3.5, 2});
    painter.setPen(dashed);
    painter.drawLine(start, end);
  }
  painter.setPen(QPen(colour, 1.4));
  if (high > low) {
    painter.drawLine(low_end, high_end);
    painter.drawLine(low_end - QPointF(5, 0), low_end + QPointF(5, 0));
    painter.drawLine(high_end - QPointF(5, 0), high_end + QPointF(5, 0));
  }
}

void VolumeOverTime::paint_points(QPainter& painter, const Axes& axes) const {
  QPolygonF line;
  for (const auto& point : points_)
    if (point.numbers.kind == TimepointKind::acquired) line << axes.at(*point.numbers.day, *point.numbers.volume_ml);
  painter.setPen(QPen(colours::acquired, 1.8));
  painter.drawPolyline(line);
  painter.setFont(text_font(11, 600));
  std::vector<QRectF> taken;
  for (const auto& point : points_) taken.push_back(mark_box(axes.at(*point.numbers.day, *point.numbers.volume_ml)));
  for (const auto& point : points_) {
    const QPointF place = axes.at(*point.numbers.day, *point.numbers.volume_ml);
    const QString name = QString::fromStdString(point.numbers.badge);
    const QSizeF name_size(painter.fontMetrics().horizontalAdvance(name) + 2, 13);
    const QRectF words = place_beside(place, name_size, point.numbers.kind != TimepointKind::acquired,
                                      QRectF(axes.box.left(), 0, width() - axes.box.left(), axes.box.bottom()), taken);
    taken.push_back(words);
    QColor colour = no_skill_ ? colours::text_third : colours::predicted;
    draw_plot_mark(painter, place, point.numbers.kind, colour);
    painter.setPen(point.numbers.kind == TimepointKind::acquired ? colours::acquired : colour);
    draw_mark_name(painter, words, name);
  }
}

void VolumeOverTime::paint_legend(QPainter& painter) const {
  painter.setFont(text_font(12));
  std::size_t acquired = 0;
  for (const auto& point : points_) acquired += point.numbers.kind == TimepointKind::acquired;
  const double second = 12 + (width() - 24) / 2.0 + 6;
  const auto entry = [&](double x, double y, const QString& words, const QColor& colour, const QVector<qreal>& dash,
                         bool off = false) {
    QPen pen(off ? colours::strong_line : colour, 1.6);
    if (!dash.isEmpty()) pen.setDashPattern(dash);
    pen.setCapStyle(Qt::FlatCap);
    painter.setPen(pen);
    painter.drawLine(QPointF(x, y), QPointF(x + 22, y));
    painter.setPen(off ? colours::text_third : colours::text_second);
    painter.drawText(QPointF(x + 30, y + 4), words);
  };
  const double y = plot_height + 6;
  entry(12, y, tr("acquired"), colours::acquired, {});
  const auto any = [this](TimepointKind kind) {
    return std::any_of(points_.begin(), points_.end(), [=](const Point& point) { return point.numbers.kind == kind; });
  };
  if (!any(TimepointKind::predicted) && any(TimepointKind::backtest)) {
    entry(second, y, tr("back-test"), colours::predicted, {1, 1.5});
  } else {
    QColor ground = colours::predicted;
    ground.setAlphaF(0.25);
    painter.fillRect(QRectF(second, y - 4.5, 22, 9), ground);
    entry(second, y, tr("predicted, 10–90 %"), colours::predicted, {3, 2});
  }
  const bool two = acquired >= 2;
  entry(12, y + 20, two ? tr("exponential fit") : tr("exponential: two dates"), exponential_colour, {1.2, 2}, !two);
  entry(second, y + 20, two ? tr("linear fit") : tr("linear: two dates"), linear_colour, {5, 2, 1.5, 2}, !two);
  const bool three = acquired >= 3;
  entry(12, y + 40, three ? tr("Gompertz fit") : tr("Gompertz fit – needs three acquired dates"), gompertz_colour,
        {3, 3}, !three);
}

int VolumeOverTime::point_at(const QPointF& place) const {
  if (points_.empty()) return -1;
  const Axes plot = axes();
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const QPointF point = plot.at(*points_[i].numbers.day, *points_[i].numbers.volume_ml);
    if (std::hypot(point.x() - place.x(), point.y() - place.y()) < 12) return static_cast<int>(i);
  }
  return -1;
}

void VolumeOverTime::mousePressEvent(QMouseEvent* event) {
  const int found = point_at(event->position());
  if (found >= 0) Q_EMIT date_chosen(points_[static_cast<std::size_t>(found)].timepoint);
}

void VolumeOverTime::mouseMoveEvent(QMouseEvent* event) {
  const int found = point_at(event->position());
  QString words;
  if (found >= 0) {
    const DateNumbers& numbers = points_[static_cast<std::size_t>(found)].numbers;
    words = QString("%1, %2, +%3 d: %4")
                .arg(QString::fromStdString(numbers.badge), kind_words(numbers.kind))
                .arg(std::lround(*numbers.day))
                .arg(with_unit(*numbers.volume_ml, "mL", numbers.kind != TimepointKind::acquired));
  }
  setToolTip(words);
}

}  // namespace longview
