#include "viewer/scene/colours.h"

#include <QImage>
#include <QPainter>
#include <QTransform>
#include <algorithm>
#include <array>
#include <cmath>

namespace longview::colours {

QColor label(int value) {
  // Apart by deltaE 10.5 or more, also for each colour deficiency (window.md section 12).
  static const std::array<QColor, 8> colours{
      QColor(0x5A, 0xA9, 0xF2), QColor(0xF2, 0xE8, 0x5C), QColor(0xF8, 0x2A, 0x97), QColor(0xC3, 0xF4, 0xC9),
      QColor(0xA5, 0x80, 0x4F), QColor(0x43, 0xFF, 0xF6), QColor(0x8D, 0xBC, 0x93), QColor(0x14, 0x95, 0x93)};
  return colours[static_cast<std::size_t>(std::max(value, 1) - 1) % colours.size()];
}

QColor acquired_aged(int age) {
  if (age <= 0) return acquired;
  // Paler and greyer with each step back, never as dark as the scan.
  const int grey = std::max(0x86, 0xAD - 0x10 * (age - 1));
  return age == 1 ? acquired_older : QColor(grey - 6, grey, grey + 6);
}

QColor probability(double p) {
  const double t = std::clamp(p, 0.0, 1.0);
  const auto mix = [t](int from, int to) { return static_cast<int>(std::lround(from + t * (to - from))); };
  return QColor(mix(0x7A, 0xFF), mix(0x3A, 0xC4), mix(0x08, 0x80));
}

QBrush hatch(const QColor& colour, qreal device_pixel_ratio) {
  constexpr int tile = 8;  // 8 px along x is 5.66 px across the lines
  // Whole device pixels, so that tiles join; the brush is scaled back to the exact ratio.
  const int side = std::max(tile, static_cast<int>(std::lround(tile * device_pixel_ratio)));
  const qreal scale = qreal(side) / tile;
  QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(scale, scale);
  painter.setPen(QPen(colour, 1.4));
  for (int shift = -tile; shift <= tile; shift += tile)
    painter.drawLine(QPointF(shift - 1, tile + 1), QPointF(shift + tile + 1, -1));
  painter.end();
  QBrush brush(image);
  brush.setTransform(QTransform::fromScale(1 / scale, 1 / scale));
  return brush;
}

}  // namespace longview::colours
