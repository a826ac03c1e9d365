// Colour bars and the slice bar (declared with the other things along a view's edges).
#include <QCoreApplication>
#include <QLinearGradient>
#include <algorithm>
#include <cmath>

#include "viewer/panels/badge.h"
#include "viewer/scene/colours.h"
#include "viewer/views/corner_text.h"
#include "viewer/views/edge_text.h"
#include "viewer/views/view_marks.h"

namespace longview {

namespace {
QString words(const char* text) { return QCoreApplication::translate("Views", text); }
}  // namespace

void draw_colour_bar(QPainter& painter, const QRect& view, const ColourBar& what) {
  const ColourTable& table = what.table;
  const int height = std::clamp(view.height() / 6, 70, 150), width = 12;
  const QRectF bar(view.right() - 44, view.top() + view.height() * 0.64 - height / 2.0, width, height);
  painter.fillRect(bar.adjusted(-1, -1, 1, 1), QColor(0, 0, 0));
  for (int y = 0; y < height; ++y) {
    const int i = std::clamp(255 - 255 * y / std::max(1, height - 1), 0, 255);
    painter.fillRect(QRectF(bar.left(), bar.top() + y, width, 1),
                     QColor::fromRgba(qUnpremultiply(table.colours[static_cast<std::size_t>(i)] | 0)));
  }
  const QFont font = text_font(11);
  const double room = std::min(300.0, view.width() - 80.0);
  const auto line = [&](double right, double middle, const QString& text, const QColor& colour) {
    draw_edge_text(painter, QRectF(right - room, middle - 8, room, 16), Qt::AlignRight | Qt::AlignVCenter,
                   QFontMetrics(font).elidedText(text, Qt::ElideLeft, static_cast<int>(room)), font, colour);
  };
  for (const auto& [value, text] : what.ticks) {
    const double t = (value - table.low) / (table.high - table.low);
    const double y = bar.bottom() - std::clamp(t, 0.0, 1.0) * height;
    draw_edge_line(painter, {bar.left() - 5, y}, {bar.left() - 1, y}, colours::text, 1);
    line(bar.left() - 8, y, text, colours::text);
  }
  if (view.height() < 320) return;
  if (!what.reference.isEmpty())
    line(bar.right() + 18, bar.top() - 16, words("against ") + what.reference, colours::text_second);
  line(bar.right() + 18, bar.top() - (what.reference.isEmpty() ? 16 : 32), what.title, colours::text);
}

QRect slice_bar(const QRect& view) {
  const int rim = std::min(64, view.height() / 5);
  return QRect(view.right() - 13, view.top() + rim, 5, std::max(1, view.height() - 2 * rim));
}

namespace {

// First and last slice (from 0) that the boxes of a date's lesion reach.
std::pair<double, double> lesion_slices(const ViewModel& model, const ViewPlace& place, const Timepoint& date) {
  double first = 1e9, last = -1e9;
  const Affine to_study = inverse(to_scan_map(date));
  for (const Grid& box : lesion_boxes(date))
    for (int n = 0; n < 8; ++n) {
      Scene there = model.scene;
      Vec3 index{};
      for (std::size_t c = 0; c < 3; ++c) index[c] = (n >> c & 1) ? box.size[c] - 1 : 0;
      there.cursor = map_point(to_study, point_at(box, index));
      const double slice = slice_position(*model.study, there, place.plane, place.timepoint).continuous;
      first = std::min(first, slice);
      last = std::max(last, slice);
    }
  return {first, last};
}

}  // namespace

void draw_slice_bar(QPainter& painter, const ViewModel& model, const ViewPlace& place) {
  const QRect bar = slice_bar(place.rect);
  if (bar.height() < 60) return;
  const SlicePosition position = slice_position(*model.study, model.scene, place.plane, place.timepoint);
  // The last slice (towards L, P or S) is at the top.
  const auto y_of = [&](double slice) {
    return bar.bottom() - std::clamp(slice / std::max(1, position.slices - 1), 0.0, 1.0) * bar.height();
  };
  painter.fillRect(bar, QColor(0x3A, 0x42, 0x4B, 150));
  const Timepoint& date = model.study->timepoints[static_cast<std::size_t>(place.timepoint)];
  const int before = date_before(*model.study, place.timepoint);
  const auto mark = [&](const Timepoint& of, int x, int width) {
    const auto [first, last] = lesion_slices(model, place, of);
    if (first > last) return;
    const QRectF part(x, y_of(last), width, std::max(2.0, y_of(first) - y_of(last)));
    painter.fillRect(part, is_made_up(of.kind) ? colours::predicted : colours::acquired);
  };
  const bool made_up = is_made_up(date.kind);
  mark(date, bar.left(), made_up && before >= 0 ? 3 : 5);
  if (made_up && before >= 0) mark(model.study->timepoints[static_cast<std::size_t>(before)], bar.left() + 3, 2);
  painter.fillRect(QRectF(bar.left() - 4, y_of(position.continuous) - 1.5, 13, 3), QColor(0xF4, 0xF6, 0xF8));
}

}  // namespace longview
