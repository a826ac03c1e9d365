#include "viewer/views/slice_paint.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "viewer/panels/badge.h"
#include "viewer/scene/colours.h"
#include "viewer/scene/iso_lines.h"
#include "viewer/scene/linking.h"
#include "viewer/scene/reslice.h"
#include "viewer/scene/volume_facts.h"
#include "viewer/views/corner_text.h"
#include "viewer/views/edge_text.h"
#include "viewer/views/map_layer.h"
#include "viewer/views/measurements.h"
#include "viewer/views/overlay_layers.h"
#include "viewer/views/view_marks.h"

namespace longview {
namespace {

QString words(const char* text) { return QCoreApplication::translate("Views", text); }

// What the layers of one picture share.
struct Canvas {
  const Study& study;
  const Scene& scene;
  const ViewPlace& place;
  double ratio;            // device pixels a logical one
  SliceGeometry geometry;  // in device pixels
  QImage& picture;
};

Sampling sampling_for(const Canvas& canvas, const Volume& volume, const Affine& to_scan) {
  return sampling_of(canvas.geometry, to_scan, volume.grid);
}

// The pixels that a layer can touch: where its voxels reach `least`.
QRect reach(const Canvas& canvas, const Volume& volume, const Affine& to_scan, double least) {
  const auto box = box_above(volume, least);
  if (!box) return {};
  return pixels_over(*box, sampling_of(canvas.geometry, to_scan, *box), canvas.picture.size());
}

// The last picture where it has this size, so that scrolling does not ask the system for megabytes a frame.
QImage& picture_of(const QSize& size) {
  static thread_local QImage picture;
  if (picture.size() != size) picture = QImage(size, QImage::Format_RGB32);
  picture.setDevicePixelRatio(1);
  return picture;
}

// The date's own series, else that of the scan that a model labelled.
const Series* series_under(const Study& study, const Timepoint& date) {
  if (const Series* own = shown_series_of(date)) return own;
  if (!date.series.empty() || !date.provenance || date.provenance->inputs.empty()) return nullptr;
  for (const Timepoint& other : study.timepoints)
    if (other.kind == TimepointKind::acquired && other.session == date.provenance->inputs.back())
      return shown_series_of(other);
  return nullptr;
}

void draw_scan(Canvas& canvas, const Timepoint& date) {
  const Series* series = series_under(canvas.study, date);
  if (!series) return canvas.picture.fill(Qt::black);
  const Sampling sampling = sampling_for(canvas, *series->volume, to_scan_map(date));
  GreyLook look{shown_window(canvas.scene, canvas.place.timepoint, *series->volume),
                canvas.scene.inverted,
                canvas.scene.nearest,
                0,
                {}};
  if (canvas.scene.slab_mm > 0) {
    // One sample a mm, so that no slice of the slab is left out.
    look.slab_steps = std::min(canvas.scene.slab_mm / 2, 100);
    SliceGeometry behind = canvas.geometry;
    for (std::size_t c = 0; c < 3; ++c) behind.corner[c] += behind.axes.normal[c];
    const Sampling next = sampling_for({canvas.study, canvas.scene, canvas.place, canvas.ratio, behind, canvas.picture},
                                       *series->volume, to_scan_map(date));
    for (std::size_t c = 0; c < 3; ++c) look.slab_step[c] = next.start[c] - sampling.start[c];
  }
  reslice_grey(*series->volume, sampling, look, canvas.picture);
}

// Squares of the picture show the date before instead, so that edges which do not meet are seen.
void draw_checkerboard(Canvas& canvas, int timepoint) {
  const Timepoint& other = canvas.study.timepoints[static_cast<std::size_t>(timepoint)];
  const Series* series = shown_series_of(other);
  if (!series) return;
  QImage before(canvas.picture.size(), QImage::Format_RGB32);
  reslice_grey(
      *series->volume, sampling_for(canvas, *series->volume, to_scan_map(other)),
      {shown_window(canvas.scene, timepoint, *series->volume), canvas.scene.inverted, canvas.scene.nearest, 0, {}},
      before);
  const int square = std::max(24, static_cast<int>(std::lround(48 * canvas.ratio)));
  for (int y = 0; y < before.height(); ++y) {
    const auto* from = reinterpret_cast<const QRgb*>(before.constScanLine(y));
    auto* to = reinterpret_cast<QRgb*>(canvas.picture.scanLine(y));
    for (int x = 0; x < before.width(); ++x)
      if ((x / square + y / square) % 2 == 1) to[x] = from[x];
  }
}

// The other date's outline of the body, which the date's own edges should follow.
void draw_edges(QPainter& painter, const Canvas& canvas, const Timepoint& other) {
  const Series* series = shown_series_of(other);
  if (!series) return;
  const ValueField field =
      reslice_values(*series->volume, sampling_for(canvas, *series->volume, to_scan_map(other)),
                     QRect(QPoint(0, 0), canvas.picture.size() / canvas.picture.devicePixelRatio() * canvas.ratio), 2);
  const QPainterPath edges = iso_lines(field, volume_facts(*series->volume).body);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(canvas.place.rect.topLeft());
  painter.scale(1 / canvas.ratio, 1 / canvas.ratio);
  painter.strokePath(edges, QPen(colours::crosshair, 1.2 * canvas.ratio));
  painter.restore();
}

void draw_maps(Canvas& canvas, const std::vector<ContourLayer>& contours, const std::optional<WashLayer>& wash,
               const std::optional<DifferenceLayer>& difference, const std::optional<MapLayer>& map) {
  for (const ContourLayer& layer : contours)
    if (layer.fill_only || (layer.own && canvas.scene.overlays.fill))
      fill_above(layer.volume, sampling_for(canvas, layer.volume, layer.to_scan), layer.level, layer.colour.rgb(),
                 0.35 * layer.opacity, reach(canvas, layer.volume, layer.to_scan, layer.level), canvas.picture);
  if (map)
    blend_volume(map->volume, sampling_for(canvas, map->volume, map->to_scan), map->table, canvas.picture.rect(),
                 canvas.picture);
  else if (difference)
    blend_difference(difference->later, sampling_for(canvas, difference->later, difference->later_to_scan),
                     difference->earlier, sampling_for(canvas, difference->earlier, difference->earlier_to_scan),
                     difference->scale, difference->offset, difference->table, canvas.picture.rect(), canvas.picture);
  else if (wash)
    blend_volume(wash->probability, sampling_for(canvas, wash->probability, wash->to_scan), wash->table,
                 reach(canvas, wash->probability, wash->to_scan, 0.02), canvas.picture);
}

QPen contour_pen(const ContourLayer& layer) {
  QPen pen(layer.colour, layer.thin ? 1.0 : layer.line == LineKind::solid && !layer.own ? 1.3 : 1.8);
  pen.setJoinStyle(Qt::RoundJoin);
  pen.setCapStyle(layer.line == LineKind::dotted ? Qt::RoundCap : Qt::FlatCap);
  if (layer.line == LineKind::long_dash) pen.setDashPattern({5, 2.6});
  if (layer.line == LineKind::dotted) pen.setDashPattern({0.6, 2.2});
  return pen;
}

// The outer lines, or those around holes: iso_lines turns them the other way.
QPainterPath loops_of(const QPainterPath& lines, bool holes) {
  QPainterPath loops;
  for (const QPolygonF& loop : lines.toSubpathPolygons()) {
    double area = 0;
    for (qsizetype i = 0; i + 1 < loop.size(); ++i)
      area += loop[i].x() * loop[i + 1].y() - loop[i + 1].x() * loop[i].y();
    if ((area < 0) != holes) loops.addPolygon(loop);
  }
  return loops;
}

void draw_contours(QPainter& painter, const Canvas& canvas, const std::vector<ContourLayer>& contours) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(canvas.place.rect.topLeft());
  painter.scale(1 / canvas.ratio, 1 / canvas.ratio);
  for (const ContourLayer& layer : contours) {
    if (layer.fill_only) continue;
    const QRect part = reach(canvas, layer.volume, layer.to_scan, std::min(layer.level, 0.5));
    if (part.isEmpty()) continue;
    const int step = part.width() * part.height() > 60000 ? 2 : 1;
    const ValueField field =
        reslice_values(layer.volume, sampling_of(canvas.geometry, layer.to_scan, layer.volume.grid), part, step);
    const QPainterPath lines = iso_lines(field, layer.level);
    const auto stroke = [&](const QPainterPath& path, QPen pen, double opacity) {
      pen.setWidthF(pen.widthF() * canvas.ratio);
      painter.setOpacity(opacity);
      painter.strokePath(path, QPen(QColor(0, 0, 0, 150), pen.widthF() + 1.8 * canvas.ratio));
      painter.strokePath(path, pen);
    };
    // Dates are compared by their outlines; the inner side of the own rim is thin.
    const QPen pen = contour_pen(layer);
    stroke(layer.thin ? lines : loops_of(lines, false), pen, layer.opacity);
    if (!layer.thin && (layer.own || layer.line != LineKind::solid)) {
      QPen inner = pen;
      inner.setWidthF(1);
      stroke(loops_of(lines, true), inner, 0.7 * layer.opacity);
    }
  }
  painter.restore();
}

void draw_crosshair(QPainter& painter, const Canvas& canvas) {
  const auto pixel = pixel_of(canvas.geometry, canvas.scene.cursor);
  const QRect& view = canvas.place.rect;
  // On whole pixels: one pixel wide, not two faint ones.
  const double x = view.left() + std::floor(pixel[0] / canvas.ratio) + 0.5;
  const double y = view.top() + std::floor(pixel[1] / canvas.ratio) + 0.5;
  constexpr double hole = 13;
  QColor colour = colours::crosshair;
  colour.setAlphaF(0.55f);
  painter.setPen(QPen(colour, 1));
  const QLineF arms[] = {{double(view.left()), y, x - hole, y},
                         {x + hole, y, view.right() + 1.0, y},
                         {x, double(view.top()), x, y - hole},
                         {x, y + hole, x, view.bottom() + 1.0}};
  for (const QLineF& arm : arms)
    if (arm.dx() > 0 || arm.dy() > 0) painter.drawLine(arm);
}

void draw_bars(QPainter& painter, const ViewPlace& place, const std::optional<WashLayer>& wash,
               const std::optional<DifferenceLayer>& difference, const std::optional<MapLayer>& map) {
  if (map) {
    draw_colour_bar(painter, place.rect, map->bar);
  } else if (difference) {
    const auto text = [&](double v) {
      return QString::number(v, 'f', std::abs(v) < 10 ? 1 : 0).replace('-', QChar(0x2212)) +
             (difference->unit.isEmpty() ? QString() : QChar(0x2009) + difference->unit);
    };
    draw_colour_bar(painter, place.rect,
                    {difference->table,
                     difference->title,
                     {{-difference->range, text(-difference->range)},
                      {0, words("noise ±") + text(difference->noise)},
                      {difference->range, "+" + text(difference->range)}}});
  } else if (wash && place.rect.width() >= 560 && place.rect.height() >= 420) {
    ColourTable hues{0, 1, {}};
    for (int i = 0; i < 256; ++i) hues.colours[static_cast<std::size_t>(i)] = colours::probability(i / 255.0).rgb();
    draw_colour_bar(
        painter, place.rect,
        {hues, words("P(tumour)"), {{0.0, "0"}, {0.5, QStringLiteral("50 %")}, {0.9, QStringLiteral("90 %")}}});
  }
}

}  // namespace

void paint_slice(QPainter& painter, const ViewModel& whole, const ViewPlace& place) {
  const Study& study = *whole.study;
  // A date that is not linked shows its own place.
  ViewModel own{whole.study, {}, {}, {}};
  const bool apart = whole.scene.own_places.contains(place.timepoint);
  if (apart) {
    own = whole;
    own.scene = scene_of_date(study, whole.scene, place.timepoint);
  }
  const ViewModel& model = apart ? own : whole;
  const Timepoint& date = study.timepoints[static_cast<std::size_t>(place.timepoint)];
  const double ratio = painter.device()->devicePixelRatioF();
  const QSize pixels(std::max(1, static_cast<int>(std::lround(place.rect.width() * ratio))),
                     std::max(1, static_cast<int>(std::lround(place.rect.height() * ratio))));
  Canvas canvas{study,
                model.scene,
                place,
                ratio,
                slice_geometry(study, model.scene, place.plane, pixels.width(), pixels.height()),
                picture_of(pixels)};
  const auto contours = contour_layers(study, model.scene, place.timepoint);
  const auto wash = wash_layer(study, model.scene, place.timepoint);
  const auto difference = difference_layer(study, model.scene, place.timepoint);
  const auto map = map_layer(model, place.timepoint);
  const int before = model.scene.check_registration ? date_before(study, place.timepoint) : -1;
  const Timepoint* checked = before >= 0 ? &study.timepoints[static_cast<std::size_t>(before)] : nullptr;

  painter.save();
  painter.setClipRect(place.rect);
  draw_scan(canvas, date);
  if (checked) draw_checkerboard(canvas, before);
  draw_maps(canvas, contours, wash, difference, map);
  canvas.picture.setDevicePixelRatio(ratio);
  painter.drawImage(place.rect.topLeft(), canvas.picture);
  if (checked) draw_edges(painter, canvas, *checked);
  if (!model.scene.overlays.hidden && model.scene.overlays.contours) draw_contours(painter, canvas, contours);
  if (!model.scene.overlays.hidden) {
    draw_measurements(painter, model, place);
    if (slice_position(study, model.scene, place.plane, place.timepoint).inside) draw_crosshair(painter, canvas);
    draw_bars(painter, place, wash, difference, map);
  }
  if (!series_under(study, date))
    draw_edge_text(painter, place.rect, Qt::AlignCenter, words("not read yet"), text_font(13), colours::text_second);
  if (checked)
    draw_edge_text(painter, QRectF(place.rect).adjusted(0, 46, 0, 0), Qt::AlignTop | Qt::AlignHCenter,
                   words("check: squares and edges of %1")
                       .arg(QString::fromStdString(badge(study, static_cast<std::size_t>(before)))),
                   text_font(12, 500), colours::crosshair);
  draw_slice_bar(painter, model, place);
  draw_corner_text(painter, model, place);
  draw_prediction_marks(painter, study, place.timepoint, place.rect);
  painter.restore();
}

}  // namespace longview
