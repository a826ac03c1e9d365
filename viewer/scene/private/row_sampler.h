// Values of one row of a picture: which of its pixels lie inside the volume is worked out once a row, so that the inner
// loop asks nothing.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "viewer/scene/slice_geometry.h"

namespace longview {

struct Span {
  int first = 0, end = 0;
};

// Pixels of `within` whose index start + x * step lies in [low, high] on each axis.
inline Span inside_span(const Vec3& start, const Vec3& step, const Size3& size, double beyond, Span within) {
  double from = within.first, to = within.end - 1;
  for (std::size_t c = 0; c < 3; ++c) {
    const double low = -beyond - start[c], high = size[c] - 1 + beyond - start[c];
    if (std::abs(step[c]) < 1e-12) {
      if (low > 0 || high < 0) return {within.first, within.first};
      continue;
    }
    const double a = low / step[c], b = high / step[c];
    from = std::max(from, std::min(a, b));
    to = std::min(to, std::max(a, b));
  }
  const int first = static_cast<int>(std::ceil(std::clamp(from, -1e9, 1e9) - 1e-9));
  const int end = static_cast<int>(std::floor(std::clamp(to, -1e9, 1e9) + 1e-9)) + 1;
  return {std::min(first, within.end), std::max(std::min(first, within.end), std::min(end, within.end))};
}

template <class T>
class RowSampler {
 public:
  RowSampler(std::span<const T> voxels, const Grid& grid)
      : voxels_(voxels.data()),
        size_(grid.size),
        row_(grid.size[0]),
        slice_(std::ptrdiff_t(grid.size[0]) * grid.size[1]) {}

  // Trilinear values at start + x * step for the pixels of `span`, which lie in the volume or within half a voxel
  // of it; out[x - span.first].
  void linear(const Vec3& start, const Vec3& step, Span span, float* out) const {
    // The inner part needs no clamping to the border; a little is taken off for rounding.
    Span inner = inside_span(start, step, size_, -1e-3, span);
    if (size_[0] < 2 || size_[1] < 2 || size_[2] < 2) inner = {span.first, span.first};
    clamped(start, step, {span.first, inner.first}, out);
    if (const int axis = only_axis(step, inner.end - inner.first); axis >= 0)
      along(axis, start, step, inner, out + (inner.first - span.first));
    else
      interior(start, step, inner, out + (inner.first - span.first));
    clamped(start, step, {inner.end, span.end}, out + (inner.end - span.first));
  }

  void nearest(const Vec3& start, const Vec3& step, Span span, float* out) const {
    for (int x = span.first; x < span.end; ++x) {
      std::ptrdiff_t at = 0, stride = 1;
      for (std::size_t c = 0; c < 3; ++c) {
        at += stride * std::clamp(static_cast<int>(std::lround(start[c] + x * step[c])), 0, size_[c] - 1);
        stride *= size_[c];
      }
      *out++ = static_cast<float>(voxels_[at]);
    }
  }

 private:
  // The one index axis that a row of so many pixels runs along, as in all views of the reference date; -1 if oblique,
  // or so small that voxels outnumber pixels.
  int only_axis(const Vec3& step, int pixels) const {
    for (int a = 0; a < 3; ++a) {
      const double drift = std::max(std::abs(step[static_cast<std::size_t>((a + 1) % 3)]),
                                    std::abs(step[static_cast<std::size_t>((a + 2) % 3)]));
      if (drift * pixels < 1e-3) return std::abs(step[static_cast<std::size_t>(a)]) < 1.2 ? a : -1;
    }
    return -1;
  }
  // Pixels are done in blocks: first their places, then the voxels out of memory, then the blending of all. Loops of
  // one kind and a fixed length become vector code; the values are those of pixel after pixel in half of the time.
  static constexpr int block = 32;
  struct Axis {
    float from, by;
    int low[block];
    float part[block];
    void place(int first) {
      for (int m = 0; m < block; ++m) {
        const float at = from + static_cast<float>(first + m) * by;
        low[m] = static_cast<int>(at);
        part[m] = at - static_cast<float>(low[m]);
      }
    }
  };
  // Four rows of voxels are blended to one, once; the pixels interpolate that.
  void along(int axis, const Vec3& start, const Vec3& step, Span span, float* out) const {
    if (span.first >= span.end) return;
    const auto a = static_cast<std::size_t>(axis), b = (a + 1) % 3, c = (a + 2) % 3;
    const std::ptrdiff_t stride[3] = {1, row_, slice_};
    const double ends[2] = {start[a] + span.first * step[a], start[a] + (span.end - 1) * step[a]};
    const int first = std::max(0, static_cast<int>(std::min(ends[0], ends[1])) - 1);
    const int last = std::min(size_[a] - 1, static_cast<int>(std::max(ends[0], ends[1])) + 2);
    const double at_b = start[b] + span.first * step[b], at_c = start[c] + span.first * step[c];
    const int j = static_cast<int>(at_b), k = static_cast<int>(at_c);
    const auto fb = static_cast<float>(at_b - j), fc = static_cast<float>(at_c - k);
    const float w[4] = {(1 - fb) * (1 - fc), fb * (1 - fc), (1 - fb) * fc, fb * fc};
    const T* v = voxels_ + first * stride[a] + j * stride[b] + k * stride[c];
    static thread_local std::vector<float> blended;
    blended.resize(static_cast<std::size_t>(last - first + 1));
    for (float& value : blended) {
      value = w[0] * static_cast<float>(v[0]) + w[1] * static_cast<float>(v[stride[b]]) +
              w[2] * static_cast<float>(v[stride[c]]) + w[3] * static_cast<float>(v[stride[b] + stride[c]]);
      v += stride[a];
    }
    Axis places{static_cast<float>(start[a] - first), static_cast<float>(step[a]), {}, {}};
    float pair[2][block] = {}, values[block];
    for (int x = span.first; x < span.end; x += block) {
      const int count = std::min(block, span.end - x);
      places.place(x);
      for (int m = 0; m < count; ++m) {
        const float* p = blended.data() + places.low[m];
        pair[0][m] = p[0];
        pair[1][m] = p[1];
      }
      for (int m = 0; m < block; ++m) values[m] = mix(pair[0][m], pair[1][m], places.part[m]);
      out = std::copy(values, values + count, out);
    }
  }
  void interior(const Vec3& start, const Vec3& step, Span span, float* out) const {
    const auto axis = [&](std::size_t c) {
      return Axis{static_cast<float>(start[c]), static_cast<float>(step[c]), {}, {}};
    };
    Axis x = axis(0), y = axis(1), z = axis(2);
    T corners[8][block] = {};
    float values[block];
    for (int first = span.first; first < span.end; first += block) {
      const int count = std::min(block, span.end - first);
      for (Axis* each : {&x, &y, &z}) each->place(first);
      for (int m = 0; m < count; ++m) {
        const T* v = voxels_ + (x.low[m] + y.low[m] * row_ + z.low[m] * slice_);
        corners[0][m] = v[0];
        corners[1][m] = v[1];
        corners[2][m] = v[row_];
        corners[3][m] = v[row_ + 1];
        corners[4][m] = v[slice_];
        corners[5][m] = v[slice_ + 1];
        corners[6][m] = v[slice_ + row_];
        corners[7][m] = v[slice_ + row_ + 1];
      }
      for (int m = 0; m < block; ++m) {
        const auto c = [&](int n) { return static_cast<float>(corners[n][m]); };
        const float low = mix(mix(c(0), c(1), x.part[m]), mix(c(2), c(3), x.part[m]), y.part[m]);
        const float high = mix(mix(c(4), c(5), x.part[m]), mix(c(6), c(7), x.part[m]), y.part[m]);
        values[m] = mix(low, high, z.part[m]);
      }
      out = std::copy(values, values + count, out);
    }
  }
  void clamped(const Vec3& start, const Vec3& step, Span span, float* out) const {
    for (int x = span.first; x < span.end; ++x) {
      std::ptrdiff_t at = 0, stride[3] = {1, row_, slice_}, up[3];
      float part[3];
      for (std::size_t c = 0; c < 3; ++c) {
        const double f = std::clamp(start[c] + x * step[c], 0.0, size_[c] - 1.0);
        const int low = static_cast<int>(f);
        at += stride[c] * low;
        up[c] = low + 1 < size_[c] ? stride[c] : 0;
        part[c] = static_cast<float>(f - low);
      }
      *out++ = blend(voxels_ + at, up[0], up[1], up[2], part[0], part[1], part[2]);
    }
  }
  static float mix(float a, float b, float t) { return a + t * (b - a); }
  static float blend(const T* v, std::ptrdiff_t ux, std::ptrdiff_t uy, std::ptrdiff_t uz, float px, float py,
                     float pz) {
    const auto f = [](T value) { return static_cast<float>(value); };
    const float low = mix(mix(f(v[0]), f(v[ux]), px), mix(f(v[uy]), f(v[uy + ux]), px), py);
    const float high = mix(mix(f(v[uz]), f(v[uz + ux]), px), mix(f(v[uz + uy]), f(v[uz + uy + ux]), px), py);
    return mix(low, high, pz);
  }

  const T* voxels_;
  Size3 size_;
  std::ptrdiff_t row_, slice_;
};

}  // namespace longview
