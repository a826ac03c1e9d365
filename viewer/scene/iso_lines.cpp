#include "viewer/scene/iso_lines.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace longview {
namespace {

// Whether the points between two lie within a tenth of a pixel of the straight line from one to the other.
bool straight(const std::vector<QPointF>& points, std::size_t first, std::size_t last) {
  constexpr double most = 0.1;
  const QPointF along = points[last] - points[first];
  const double square = QPointF::dotProduct(along, along);
  return std::all_of(points.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                     points.begin() + static_cast<std::ptrdiff_t>(last), [&](const QPointF& point) {
                       const QPointF to = point - points[first];
                       const double across = along.x() * to.y() - along.y() * to.x();
                       const double share = QPointF::dotProduct(along, to);
                       return across * across <= most * most * square && share >= 0 && share <= square;
                     });
}

// Pieces as long as they may be: dashing and joining hundreds of tiny ones would be most of a picture's time.
void add_line(const std::vector<QPointF>& points, QPainterPath& path) {
  constexpr std::size_t longest = 16;
  path.moveTo(points.front());
  std::size_t kept = 0;
  for (std::size_t n = 2; n < points.size(); ++n)
    if (n - kept > longest || !straight(points, kept, n)) path.lineTo(points[kept = n - 1]);
  path.lineTo(points.back());
}

// The field with a rim of low values around it, and the edges of its cells numbered: lines cross edges.
class Squares {
 public:
  Squares(const ValueField& field, double level)
      : field_(field), level_(static_cast<float>(level)), columns_(field.columns + 2), rows_(field.rows + 2) {
    high_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_));
    auto value = field.values.begin();
    for (int y = 1; y <= field.rows; ++y)
      for (int x = 1; x <= field.columns; ++x) high_[at(x, y)] = *value++ >= level_;
  }

  void march() {
    for (int y = 0; y + 1 < rows_; ++y)
      for (int x = 0; x + 1 < columns_; ++x) cell(x, y);
  }

  QPainterPath joined() {
    QPainterPath path;
    // Open lines cannot be: the rim is below. Each link leads on along the line with the high side at one hand.
    while (!next_.empty()) {
      const int start = next_.begin()->first;
      std::vector<QPointF> points{crossing(start)};
      for (auto link = next_.find(start); link != next_.end();) {
        const int edge = link->second;
        next_.erase(link);
        points.push_back(crossing(edge));
        link = next_.find(edge);
      }
      add_line(points, path);
      path.closeSubpath();
    }
    return path;
  }

 private:
  float value(int x, int y) const {
    if (x < 1 || y < 1 || x > field_.columns || y > field_.rows) return level_ - 1;
    return field_.values[static_cast<std::size_t>(y - 1) * static_cast<std::size_t>(field_.columns) +
                         static_cast<std::size_t>(x - 1)];
  }
  std::size_t at(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(x);
  }
  int high(int x, int y) const { return high_[at(x, y)]; }
  // Edge to the right of and below each point.
  int across(int x, int y) const { return 2 * (y * columns_ + x); }
  int downward(int x, int y) const { return across(x, y) + 1; }

  QPointF crossing(int edge) const {
    const int point = edge / 2, x = point % columns_, y = point / columns_;
    const bool down = edge % 2;
    const float a = value(x, y), b = value(x + !down, y + down);
    // A rim value has no place of its own: the line stands in the middle of the edge then.
    const bool rim = x < 1 || y < 1 || x + !down > field_.columns || y + down > field_.rows;
    const double t = rim || a == b ? 0.5 : (level_ - a) / (b - a);
    const double px = x - 1 + (down ? 0 : t), py = y - 1 + (down ? t : 0);
    return {field_.part.left() + 0.5 + px * field_.step, field_.part.top() + 0.5 + py * field_.step};
  }

  void cell(int x, int y) {
    const int kind = high(x, y) | high(x + 1, y) << 1 | high(x + 1, y + 1) << 2 | high(x, y + 1) << 3;
    if (kind == 0 || kind == 15) return;
    const int top = across(x, y), bottom = across(x, y + 1), left = downward(x, y), right = downward(x + 1, y);
    // The high side lies to the right of each link.
    switch (kind) {
      case 1: link(left, top); break;
      case 2: link(top, right); break;
      case 3: link(left, right); break;
      case 4: link(right, bottom); break;
      case 6: link(top, bottom); break;
      case 7: link(left, bottom); break;
      case 8: link(bottom, left); break;
      case 9: link(bottom, top); break;
      case 11: link(bottom, right); break;
      case 12: link(right, left); break;
      case 13: link(right, top); break;
      case 14: link(top, left); break;
      default: saddle(x, y, kind, top, bottom, left, right);
    }
  }
  // Two corners across are high: the middle of the cell says whether they are joined.
  void saddle(int x, int y, int kind, int top, int bottom, int left, int right) {
    const bool joined = value(x, y) + value(x + 1, y) + value(x, y + 1) + value(x + 1, y + 1) >= 4 * level_;
    if ((kind == 5) == joined) {
      link(kind == 5 ? left : top, kind == 5 ? bottom : right);
      link(kind == 5 ? right : bottom, kind == 5 ? top : left);
    } else {
      link(kind == 5 ? left : top, kind == 5 ? top : left);
      link(kind == 5 ? right : bottom, kind == 5 ? bottom : right);
    }
  }
  void link(int from, int to) { next_[from] = to; }

  const ValueField& field_;
  float level_;
  int columns_, rows_;
  std::vector<std::uint8_t> high_;  // whether the level is reached; the rim is not
  std::unordered_map<int, int> next_;
};

}  // namespace

QPainterPath iso_lines(const ValueField& field, double level) {
  Squares squares(field, level);
  squares.march();
  return squares.joined();
}

}  // namespace longview
