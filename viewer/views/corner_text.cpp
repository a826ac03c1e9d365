#include "viewer/views/corner_text.h"

#include <QCoreApplication>
#include <QPixmapCache>
#include <algorithm>
#include <cmath>

#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/panels/words.h"
#include "viewer/scene/colours.h"
#include "viewer/scene/volume_facts.h"
#include "viewer/views/edge_text.h"
#include "viewer/views/view_marks.h"

namespace longview {
namespace {

constexpr int margin = 14;

QString words(const char* text) { return QCoreApplication::translate("Views", text); }
QString number(double value, int decimals) { return QString::number(value, 'f', decimals).replace('-', QChar(0x2212)); }
const Timepoint& date_of(const ViewModel& model, const ViewPlace& place) {
  return model.study->timepoints[static_cast<std::size_t>(place.timepoint)];
}
bool large(const QRect& view) { return view.width() >= 560 && view.height() >= 420; }

// Lines of text one below the other, from a corner inwards.
class Lines {
 public:
  Lines(QPainter& painter, const QRect& view, Qt::Alignment corner)
      : painter_(painter), inner_(view.adjusted(margin, margin - 2, -margin, 2 - margin)), corner_(corner) {}
  void add(const QString& text, const QColor& colour = colours::text, int pixels = 12, int weight = 400,
           int height = 16) {
    const int y = corner_ & Qt::AlignTop ? inner_.top() + used_ : inner_.bottom() - used_ - height;
    draw_edge_text(painter_, QRectF(inner_.left(), y, inner_.width(), height),
                   int((corner_ & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter), text, text_font(pixels, weight),
                   colour);
    used_ += height;
  }
  int used() const { return used_; }

 private:
  QPainter& painter_;
  QRect inner_;
  Qt::Alignment corner_;
  int used_ = 0;
};

QString patient_line(const ViewModel& model) {
  if (model.scene.hide_patient) return words("Patient data hidden");
  const Patient& patient = model.study->patient;
  QStringList parts;
  for (const std::string& part : {patient.id, patient.sex})
    if (!part.empty()) parts << QString::fromStdString(part);
  if (patient.age_years) parts << QString::number(static_cast<int>(*patient.age_years)) + words(" y");
  return parts.join(QStringLiteral(" · "));
}

QString inputs_line(const ViewModel& model, const Timepoint& date) {
  if (!date.provenance) return {};
  QStringList inputs;
  for (const std::string& session : date.provenance->inputs)
    for (std::size_t i = 0; i < model.study->timepoints.size(); ++i)
      if (model.study->timepoints[i].session == session && model.study->timepoints[i].kind == TimepointKind::acquired)
        inputs << QString::fromStdString(badge(*model.study, i)) + " " + date_words(model.study->timepoints[i]);
  return inputs.isEmpty() ? QString() : words("from ") + inputs.join(", ");
}

// Badge at (x, y), and where the text after it starts.
int badge_at(QPainter& painter, const ViewModel& model, const ViewPlace& place, int middle) {
  const QString text = QString::fromStdString(badge(*model.study, static_cast<std::size_t>(place.timepoint)));
  const int x = place.rect.left() + margin;
  return x + draw_badge(painter, x, middle, text, date_of(model, place).kind) + 8;
}

// Kept by Qt: a drawing is not rendered anew with each frame of a scroll.
QPixmap link_pixmap(const QString& name, qreal ratio) {
  const QString key = QStringLiteral("view %1 %2").arg(name).arg(ratio);
  QPixmap picture;
  if (!QPixmapCache::find(key, &picture) && has_icon(name)) {
    picture = icon_pixmap(name, link_colour(name), 16, ratio);
    QPixmapCache::insert(key, picture);
  }
  return picture;
}

void draw_link(QPainter& painter, const ViewModel& model, const ViewPlace& place, int x, int middle) {
  const QString name = link_icon(*model.study, model.scene, place.timepoint);
  painter.drawPixmap(QPointF(x, middle - 8), link_pixmap(name, painter.device()->devicePixelRatioF()));
}

void top_left(QPainter& painter, const ViewModel& model, const ViewPlace& place) {
  const Timepoint& date = date_of(model, place);
  const bool made_up = is_made_up(date.kind);
  const int middle = place.rect.top() + margin + 8;
  const int x = badge_at(painter, model, place, middle);
  const QFont font = text_font(14, 600);
  draw_edge_text(painter, QRectF(x, middle - 10, 300, 20), Qt::AlignVCenter, date_words(date), font,
                 made_up ? colours::predicted : colours::text);
  if (model.scene.corner_text > 0) return;
  QStringList lines;
  if (const Series* series = shown_series_of(date)) {
    QString line = series_words(*series, date.kind);
    if (date.provenance) line += words(" by ") + QString::fromStdString(date.provenance->model);
    lines << line;
  }
  lines << patient_line(model) << inputs_line(model, date);
  int y = middle + 11;
  for (const QString& line : lines) {
    if (line.isEmpty()) continue;
    draw_edge_text(painter, QRectF(place.rect.left() + margin, y, place.rect.width(), 16), Qt::AlignVCenter, line,
                   text_font(12), y == middle + 11 ? colours::text : colours::text_second);
    y += 16;
  }
}

void top_right(QPainter& painter, const ViewModel& model, const ViewPlace& place) {
  Lines lines(painter, place.rect, Qt::AlignTop | Qt::AlignRight);
  const QString plane = plane_words(place.plane);
  lines.add(plane, colours::text, 12, 500);
  draw_link(painter, model, place,
            place.rect.right() - margin - QFontMetrics(text_font(12, 500)).horizontalAdvance(plane) - 23,
            place.rect.top() + margin + 6);
  if (model.scene.corner_text > 0) return;
  if (const Series* series = shown_series_of(date_of(model, place))) {
    const Vec3& s = series->grid.spacing;
    const bool even = std::max({s[0], s[1], s[2]}) - std::min({s[0], s[1], s[2]}) < 0.01;
    lines.add(even ? number(s[0], 1) + words(" mm isotropic")
                   : number(s[0], 2) + QStringLiteral(" × ") + number(s[1], 2) + QStringLiteral(" × ") +
                         number(s[2], 2) + words(" mm"),
              colours::text_second);
  }
  if (model.scene.slab_mm > 0) lines.add(words("maximum, %1 mm slab").arg(model.scene.slab_mm), colours::text_second);
}

void bottom_left(QPainter& painter, const ViewModel& model, const ViewPlace& place, const PlaneAxes& axes) {
  const SlicePosition position = slice_position(*model.study, model.scene, place.plane, place.timepoint);
  Lines lines(painter, place.rect, Qt::AlignBottom | Qt::AlignLeft);
  const Vec3& n = axes.normal;
  const double mm = model.scene.cursor[0] * n[0] + model.scene.cursor[1] * n[1] + model.scene.cursor[2] * n[2];
  const std::string letters = direction_letters(mm < 0 ? Vec3{-n[0], -n[1], -n[2]} : n);
  QString where = QString::fromStdString(letters.substr(0, 1)) + " " + number(std::abs(mm), 1) + words(" mm");
  const bool roomy = large(place.rect) && model.scene.corner_text == 0;
  if (roomy) {
    lines.add(words("thickness ") + number(position.thickness_mm, 1) + words(" mm"), colours::text_second);
    where += QString("   %1 / %2").arg(position.slice).arg(position.slices);
  }
  lines.add(where);
  if (!position.inside) lines.add(words("outside this scan"), colours::warning);
}

void bottom_right(QPainter& painter, const ViewModel& model, const ViewPlace& place, const SliceGeometry& geometry) {
  const bool roomy = large(place.rect) && model.scene.corner_text == 0;
  Lines lines(painter, place.rect, Qt::AlignBottom | Qt::AlignRight);
  const Series* series = shown_series_of(date_of(model, place));
  if (model.study->simulated) lines.add("SIMULATED", colours::text, 12, 500);
  if (roomy && series) {
    const Vec3& s = series->grid.spacing;
    const double finest = std::min({s[0], s[1], s[2]});
    lines.add(words("zoom ") + number(finest / geometry.mm_per_pixel, 1) + QStringLiteral(" ×"), colours::text_second);
    const GreyWindow window = shown_window(model.scene, place.timepoint, *series->volume);
    const int decimals = window.width < 10 ? 2 : 0;
    lines.add("W " + number(window.width, decimals) + "   L " + number(window.centre, decimals));
  }
  if (model.scene.corner_text > 1 || place.rect.height() < 220) return;
  const double mm = scale_bar_mm(geometry.mm_per_pixel, std::min(140.0, place.rect.width() * 0.25));
  const double right = place.rect.right() - margin, length = mm / geometry.mm_per_pixel;
  const double y = place.rect.bottom() - margin - lines.used() - 4;
  draw_edge_line(painter, {right - length, y}, {right, y}, colours::text, 1);
  draw_edge_line(painter, {right - length, y - 4}, {right - length, y}, colours::text, 1);
  draw_edge_line(painter, {right, y - 4}, {right, y}, colours::text, 1);
  draw_edge_text(painter, QRectF(right - length - 60, y - 22, length + 60, 16), Qt::AlignRight | Qt::AlignVCenter,
                 QString::number(mm) + words(" mm"), text_font(12), colours::text);
}

}  // namespace

QString plane_words(Plane plane) {
  switch (plane) {
    case Plane::axial: return words("Axial");
    case Plane::coronal: return words("Coronal");
    case Plane::sagittal: return words("Sagittal");
    case Plane::surfaces: return words("3D surfaces");
  }
  return {};
}

double scale_bar_mm(double mm_per_pixel, double most) {
  const double room = std::max(1e-6, mm_per_pixel * most);
  const double power = std::pow(10.0, std::floor(std::log10(room)));
  for (const double step : {5.0, 2.0, 1.0})
    if (step * power <= room) return step * power;
  return power;
}

void draw_short_corners(QPainter& painter, const ViewModel& model, const ViewPlace& place) {
  int middle = place.rect.top() + margin + 8;
  int x = badge_at(painter, model, place, middle);
  const QString plane = plane_words(place.plane);
  // Where the plate leaves no room beside the badge, the name goes below it.
  const int needed = QFontMetrics(text_font(12, 500)).horizontalAdvance(plane) + 26;
  if (is_made_up(date_of(model, place).kind) && x + needed > plate_left(*model.study, place)) {
    x = place.rect.left() + margin;
    middle += 20;
  }
  draw_edge_text(painter, QRectF(x, middle - 8, 200, 16), Qt::AlignVCenter, plane, text_font(12, 500), colours::text);
  if (place.plane != Plane::surfaces)
    draw_link(painter, model, place, x + QFontMetrics(text_font(12, 500)).horizontalAdvance(plane) + 7, middle);
  else if (model.study->simulated)
    Lines(painter, place.rect, Qt::AlignBottom | Qt::AlignRight).add("SIMULATED", colours::text, 12, 500);
}

void draw_corner_text(QPainter& painter, const ViewModel& model, const ViewPlace& place) {
  const SliceGeometry geometry =
      slice_geometry(*model.study, model.scene, place.plane, place.rect.width(), place.rect.height());
  draw_orientation(painter, geometry.axes, place.rect);
  if (model.scene.corner_text > 1) {
    badge_at(painter, model, place, place.rect.top() + margin + 8);
    if (model.study->simulated)
      Lines(painter, place.rect, Qt::AlignBottom | Qt::AlignRight).add("SIMULATED", colours::text, 12, 500);
    return;
  }
  if (large(place.rect)) {
    top_left(painter, model, place);
    top_right(painter, model, place);
  } else
    draw_short_corners(painter, model, place);
  bottom_left(painter, model, place, geometry.axes);
  bottom_right(painter, model, place, geometry);
}

void draw_orientation(QPainter& painter, const PlaneAxes& axes, const QRect& view) {
  const auto letters = [](const Vec3& v, double sign) {
    return QString::fromStdString(direction_letters({sign * v[0], sign * v[1], sign * v[2]}));
  };
  const QFont font = text_font(13, 500);
  const QRectF inner = QRectF(view).adjusted(margin, 0, -margin, 0);
  const double middle = view.center().y();
  // Left and right stand a line above the middle: not under a centred crosshair.
  draw_edge_text(painter, QRectF(inner.left(), middle - 30, inner.width(), 20), Qt::AlignLeft, letters(axes.right, -1),
                 font, colours::text);
  draw_edge_text(painter, QRectF(inner.left(), middle - 30, inner.width() - 8, 20), Qt::AlignRight,
                 letters(axes.right, 1), font, colours::text);
  const double across = view.center().x() + 8;
  draw_edge_text(painter, QRectF(across, view.top() + 26, 40, 20), Qt::AlignLeft, letters(axes.down, -1), font,
                 colours::text);
  draw_edge_text(painter, QRectF(across, view.bottom() - 30, 40, 20), Qt::AlignLeft, letters(axes.down, 1), font,
                 colours::text);
}

}  // namespace longview
