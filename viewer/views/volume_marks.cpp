#include "viewer/views/volume_marks.h"

#include <QCoreApplication>
#include <QPainterPath>
#include <QPolygonF>
#include <algorithm>
#include <cmath>

#include "viewer/panels/badge.h"
#include "viewer/panels/words.h"
#include "viewer/scene/colours.h"
#include "viewer/views/corner_text.h"
#include "viewer/views/edge_text.h"
#include "viewer/views/surface_wishes.h"
#include "viewer/views/view_marks.h"
#include "viewer/views/volume_camera.h"

namespace longview {
namespace {

QString words(const char* text) { return QCoreApplication::translate("Views", text); }

void draw_cursor(QPainter& painter, const VolumeCamera& camera, const Vec3& cursor) {
  for (std::size_t c = 0; c < 3; ++c) {
    Vec3 from = cursor, to = cursor;
    from[c] -= 12;
    to[c] += 12;
    draw_edge_line(painter, camera.pixel_of(from), camera.pixel_of(to), colours::crosshair, 1);
  }
}

// The faces of a small cube that look towards the eye, with the letter of the side of the patient that they show.
void draw_cube(QPainter& painter, const VolumeCamera& camera, const QRect& view) {
  constexpr double half = 13;
  const QPointF middle(view.right() - 36, view.top() + 56);
  const auto place = [&](const Vec3& p) {
    const auto along = [&p](const Vec3& axis) { return p[0] * axis[0] + p[1] * axis[1] + p[2] * axis[2]; };
    return middle + QPointF(half * along(camera.right), -half * along(camera.up));
  };
  constexpr char letters[2][4] = {"RAI", "LPS"};
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t c = 0; c < 3; ++c) {
    const bool positive = camera.towards[c] > 0;
    if (std::abs(camera.towards[c]) < 0.02) continue;
    const std::size_t a = (c + 1) % 3, b = (c + 2) % 3;
    QPolygonF face;
    for (const auto& [u, v] : {std::pair{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}) {
      Vec3 corner{};
      corner[c] = positive ? 1 : -1;
      corner[a] = u;
      corner[b] = v;
      face << place(corner);
    }
    painter.setPen(QPen(QColor(0x0E, 0x10, 0x13), 1));
    painter.setBrush(QColor::fromHsv(214, 24, 130 + static_cast<int>(90 * std::abs(camera.towards[c]))));
    painter.drawPolygon(face);
    if (std::abs(camera.towards[c]) < 0.3) continue;
    Vec3 centre{};
    centre[c] = positive ? 1 : -1;
    painter.setPen(QColor(0x15, 0x18, 0x1C));
    painter.setFont(text_font(11, 600));
    painter.drawText(QRectF(place(centre) - QPointF(10, 10), QSizeF(20, 20)), Qt::AlignCenter,
                     QString(QLatin1Char(letters[positive][c])));
  }
  painter.restore();
}

// One row a lesion, newest at the bottom, with its volume from the voxels.
void draw_legend(QPainter& painter, const ViewModel& model, const ViewPlace& place) {
  const auto lesions = lesion_surfaces(model, place.timepoint);
  const bool roomy = place.rect.height() >= 240 && place.rect.width() >= 260;
  int y = place.rect.bottom() - 22;
  if (const auto share = surfaces().share_made()) {
    draw_edge_text(painter, QRectF(place.rect.left() + 14, y - 8, 200, 16), Qt::AlignVCenter,
                   words("surface: %1 %").arg(static_cast<int>(std::lround(100 * *share))), text_font(12),
                   colours::text_second);
    y -= 17;
  } else if (roomy && !lesions.empty()) {
    draw_edge_text(painter, QRectF(place.rect.left() + 14, y - 8, 200, 16), Qt::AlignVCenter, words("smoothed"),
                   text_font(11), colours::text_third);
    y -= 17;
  }
  for (auto lesion = lesions.rbegin(); lesion != lesions.rend(); ++lesion) {
    const QRectF swatch(place.rect.left() + 14, y - 5, 14, 10);
    painter.fillRect(swatch.adjusted(-1, -1, 1, 1), Qt::black);
    if (lesion->made_up) {
      painter.fillRect(swatch, colours::plate_ground);
      painter.fillRect(swatch, colours::hatch(lesion->colour, painter.device()->devicePixelRatioF()));
      painter.setPen(QPen(lesion->colour, 1));
      painter.setBrush(Qt::NoBrush);
      painter.drawRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5));
    } else
      painter.fillRect(swatch, lesion->colour);
    QString text = QString::fromStdString(badge(*model.study, static_cast<std::size_t>(lesion->timepoint)));
    if (const auto surface = surfaces().get(lesion->wish))
      text += "  " + with_unit(surface->volume_ml, "mL", lesion->made_up);
    draw_edge_text(painter, QRectF(swatch.right() + 8, y - 9, 200, 18), Qt::AlignVCenter, text, text_font(12, 500),
                   lesion->made_up ? colours::predicted : colours::text);
    y -= 18;
  }
}

void draw_scale(QPainter& painter, const VolumeCamera& camera, const QRect& view, bool simulated) {
  if (view.height() < 220) return;
  const double mm = scale_bar_mm(camera.mm_per_pixel, std::min(140.0, view.width() * 0.25));
  const double right = view.right() - 14, y = view.bottom() - (simulated ? 34 : 18), length = mm / camera.mm_per_pixel;
  draw_edge_line(painter, {right - length, y}, {right, y}, colours::text, 1);
  draw_edge_line(painter, {right - length, y - 4}, {right - length, y}, colours::text, 1);
  draw_edge_line(painter, {right, y - 4}, {right, y}, colours::text, 1);
  draw_edge_text(painter, QRectF(right - length - 60, y - 22, length + 60, 16), Qt::AlignRight | Qt::AlignVCenter,
                 QString::number(mm) + words(" mm"), text_font(12), colours::text);
}

}  // namespace

void draw_volume_marks(QPainter& painter, const ViewModel& model, const ViewPlace& place) {
  const VolumeCamera camera = volume_camera(model, place.rect.width(), place.rect.height());
  if (!model.scene.overlays.hidden) draw_cursor(painter, camera, model.scene.cursor);
  draw_cube(painter, camera, place.rect);
  if (model.scene.corner_text < 2) {
    draw_legend(painter, model, place);
    draw_scale(painter, camera, place.rect, model.study->simulated);
  }
  draw_short_corners(painter, model, place);
  draw_prediction_marks(painter, *model.study, place.timepoint, place.rect);
}

}  // namespace longview
