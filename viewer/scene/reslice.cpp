#include "viewer/scene/reslice.h"

#include <algorithm>
#include <limits>

#include "viewer/scene/private/row_sampler.h"
#include "viewer/scene/row_bands.h"

namespace longview {
namespace {

Vec3 moved(const Vec3& from, const Vec3& step, double times) {
  return {from[0] + times * step[0], from[1] + times * step[1], from[2] + times * step[2]};
}

std::array<QRgb, 256> grey_table(bool inverted) {
  std::array<QRgb, 256> table;
  for (int i = 0; i < 256; ++i) {
    const int grey = inverted ? 255 - i : i;
    table[static_cast<std::size_t>(i)] = qRgb(grey, grey, grey);
  }
  return table;
}

// Bytes 0 ... 255 for values of a range; NaN becomes 0.
struct ByteScale {
  float low, scale;
  ByteScale(double from, double to)
      : low(static_cast<float>(from)), scale(255.0f / static_cast<float>(std::max(to - from, 1e-30))) {}
  std::size_t operator()(float value) const {
    const float b = (value - low) * scale + 0.5f;
    // By way of int: one instruction, unlike the way to 64 bits without a sign.
    return static_cast<std::size_t>(static_cast<int>(b > 0 ? std::min(b, 255.0f) : 0.0f));
  }
};

// `over` is premultiplied.
QRgb blended(QRgb under, QRgb over) {
  const int left = 255 - qAlpha(over);
  const auto mix = [left](int o, int u) { return o + (u * left + 127) / 255; };
  return qRgb(std::min(255, mix(qRed(over), qRed(under))), std::min(255, mix(qGreen(over), qGreen(under))),
              std::min(255, mix(qBlue(over), qBlue(under))));
}

QRgb* row_of(QImage& picture, int y) { return reinterpret_cast<QRgb*>(picture.scanLine(y)); }

// Calls use(first pixel, values) for the pixels of a part's row y that lie in the volume.
template <class T, class Use>
void with_row(const RowSampler<T>& sampler, const Grid& grid, const Sampling& sampling, const QRect& part, int y,
              std::vector<float>& values, Use use) {
  const Vec3 start = moved(sampling.start, sampling.down, y);
  const Span span = inside_span(start, sampling.right, grid.size, 0.5, {part.left(), part.left() + part.width()});
  values.resize(static_cast<std::size_t>(span.end - span.first));
  if (values.empty()) return;
  sampler.linear(start, sampling.right, span, values.data());
  use(span.first);
}

// One row of grey values without a slab: straight to the picture.
template <class T>
void grey_row(const RowSampler<T>& sampler, const Grid& grid, const Vec3& start, const Sampling& sampling, bool nearest,
              const ByteScale& bytes, const std::array<QRgb, 256>& table, int width, std::vector<float>& values,
              QRgb* out) {
  const Span span = inside_span(start, sampling.right, grid.size, 0.5, {0, width});
  values.resize(static_cast<std::size_t>(span.end - span.first));
  if (nearest)
    sampler.nearest(start, sampling.right, span, values.data());
  else
    sampler.linear(start, sampling.right, span, values.data());
  std::fill(out, out + span.first, 0xFF000000u);
  QRgb* pixel = out + span.first;
  for (const float value : values) *pixel++ = table[bytes(value)];
  std::fill(out + span.end, out + width, 0xFF000000u);
}

// One row of grey values, the largest over the slab; pixels without any volume keep the least float.
template <class T>
void slab_row(const RowSampler<T>& sampler, const Grid& grid, const Vec3& start, const Sampling& sampling,
              const GreyLook& look, int width, std::vector<float>& row, std::vector<float>& values) {
  row.assign(static_cast<std::size_t>(width), std::numeric_limits<float>::lowest());
  for (int step = -look.slab_steps; step <= look.slab_steps; ++step) {
    const Vec3 from = moved(start, look.slab_step, step);
    const Span span = inside_span(from, sampling.right, grid.size, 0.5, {0, width});
    values.resize(static_cast<std::size_t>(span.end - span.first));
    if (values.empty()) continue;
    if (look.nearest)
      sampler.nearest(from, sampling.right, span, values.data());
    else
      sampler.linear(from, sampling.right, span, values.data());
    for (int x = span.first; x < span.end; ++x) {
      float& most = row[static_cast<std::size_t>(x)];
      most = std::max(most, values[static_cast<std::size_t>(x - span.first)]);
    }
  }
}

}  // namespace

void reslice_grey(const Volume& volume, const Sampling& sampling, const GreyLook& look, QImage& picture) {
  const auto table = grey_table(look.inverted);
  const ByteScale bytes(look.window.centre - look.window.width / 2, look.window.centre + look.window.width / 2);
  picture.bits();  // detached once, here, before threads ask for rows
  visit_voxels(volume, [&](auto voxels) {
    const RowSampler sampler(voxels, volume.grid);
    const int width = picture.width();
    for_row_bands(picture.height(), [&](int first, int end) {
      std::vector<float> row, values;
      for (int y = first; y < end; ++y) {
        const Vec3 start = moved(sampling.start, sampling.down, y);
        QRgb* out = row_of(picture, y);
        if (look.slab_steps == 0) {
          grey_row(sampler, volume.grid, start, sampling, look.nearest, bytes, table, width, values, out);
          continue;
        }
        slab_row(sampler, volume.grid, start, sampling, look, width, row, values);
        for (int x = 0; x < width; ++x) {
          const float value = row[static_cast<std::size_t>(x)];
          out[x] = value == std::numeric_limits<float>::lowest() ? 0xFF000000u : table[bytes(value)];
        }
      }
    });
  });
}

void blend_volume(const Volume& volume, const Sampling& sampling, const ColourTable& table, const QRect& part,
                  QImage& picture) {
  const ByteScale bytes(table.low, table.high);
  picture.bits();
  visit_voxels(volume, [&](auto voxels) {
    const RowSampler sampler(voxels, volume.grid);
    for_row_bands(part.height(), [&](int first, int end) {
      std::vector<float> values;
      for (int y = part.top() + first; y < part.top() + end; ++y)
        with_row(sampler, volume.grid, sampling, part, y, values, [&](int x) {
          QRgb* out = row_of(picture, y) + x;
          for (const float value : values) {
            const QRgb over = table.colours[bytes(value)];
            if (qAlpha(over)) *out = blended(*out, over);
            ++out;
          }
        });
    });
  });
}

void fill_above(const Volume& volume, const Sampling& sampling, double level, QRgb colour, double opacity,
                const QRect& part, QImage& picture) {
  const int alpha = static_cast<int>(std::lround(255 * std::clamp(opacity, 0.0, 1.0)));
  const QRgb over = qPremultiply(qRgba(qRed(colour), qGreen(colour), qBlue(colour), alpha));
  const auto edge = static_cast<float>(level);
  picture.bits();
  visit_voxels(volume, [&](auto voxels) {
    const RowSampler sampler(voxels, volume.grid);
    for_row_bands(part.height(), [&](int first, int end) {
      std::vector<float> values;
      for (int y = part.top() + first; y < part.top() + end; ++y)
        with_row(sampler, volume.grid, sampling, part, y, values, [&](int x) {
          QRgb* out = row_of(picture, y) + x;
          for (const float value : values) {
            if (value >= edge) *out = blended(*out, over);
            ++out;
          }
        });
    });
  });
}

ValueField reslice_values(const Volume& volume, const Sampling& sampling, const QRect& part, int step) {
  ValueField field{part, step, (part.width() + step - 1) / step + 1, (part.height() + step - 1) / step + 1, {}};
  field.values.assign(static_cast<std::size_t>(field.columns) * static_cast<std::size_t>(field.rows), 0.0f);
  // A picture of its own whose pixels are `step` apart.
  Sampling coarse{moved(moved(sampling.start, sampling.right, part.left()), sampling.down, part.top()), {}, {}};
  for (std::size_t c = 0; c < 3; ++c) {
    coarse.right[c] = step * sampling.right[c];
    coarse.down[c] = step * sampling.down[c];
  }
  const QRect all(0, 0, field.columns, field.rows);
  visit_voxels(volume, [&](auto voxels) {
    const RowSampler sampler(voxels, volume.grid);
    for_row_bands(field.rows, [&](int first, int end) {
      std::vector<float> values;
      for (int y = first; y < end; ++y)
        with_row(sampler, volume.grid, coarse, all, y, values, [&](int x) {
          std::copy(values.begin(), values.end(), field.values.begin() + std::ptrdiff_t(y) * field.columns + x);
        });
    });
  });
  return field;
}

void blend_difference(const Volume& later, const Sampling& later_sampling, const Volume& earlier,
                      const Sampling& earlier_sampling, double scale, double offset, const ColourTable& table,
                      const QRect& part, QImage& picture) {
  const ByteScale bytes(table.low, table.high);
  const auto a = static_cast<float>(scale), b = static_cast<float>(offset);
  picture.bits();
  visit_voxels(later, [&](auto later_voxels) {
    visit_voxels(earlier, [&](auto earlier_voxels) {
      const RowSampler late(later_voxels, later.grid);
      const RowSampler early(earlier_voxels, earlier.grid);
      for_row_bands(part.height(), [&](int first, int end) {
        std::vector<float> late_values, early_values;
        for (int y = part.top() + first; y < part.top() + end; ++y)
          with_row(late, later.grid, later_sampling, part, y, late_values, [&](int x) {
            const QRect both(x, y, static_cast<int>(late_values.size()), 1);
            with_row(early, earlier.grid, earlier_sampling, both, y, early_values, [&](int from) {
              QRgb* out = row_of(picture, y) + from;
              const float* value = late_values.data() + (from - x);
              for (const float before : early_values) {
                const QRgb over = table.colours[bytes(*value++ - (a * before + b))];
                if (qAlpha(over)) *out = blended(*out, over);
                ++out;
              }
            });
          });
      });
    });
  });
}

QRect pixels_over(const Grid& box, const Sampling& sampling, const QSize& picture) {
  // Rows and columns of the picture where the box's index range is met; solved for the two axes that change fastest
  // would be exact for upright boxes only, so each row is asked instead.
  int left = picture.width(), right = -1, top = picture.height(), bottom = -1;
  for (int y = 0; y < picture.height(); ++y) {
    const Vec3 start = moved(sampling.start, sampling.down, y);
    const Span span = inside_span(start, sampling.right, box.size, 1.5, {0, picture.width()});
    if (span.first >= span.end) continue;
    left = std::min(left, span.first);
    right = std::max(right, span.end - 1);
    top = std::min(top, y);
    bottom = y;
  }
  return right < left ? QRect() : QRect(QPoint(left, top), QPoint(right, bottom));
}

}  // namespace longview
