#include "imaging/registration/private/similarity.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace longview {

namespace {
constexpr std::size_t kBins = 32;

struct Range {
  double low = 0, high = 1;
};

// From the 0.1 to the 99.9 percentile of every n-th voxel, so that a few odd voxels do not squeeze the rest together.
Range range_of(const Volume& volume) {
  const auto v = voxels_of<float>(volume);
  const std::size_t step = std::max<std::size_t>(1, v.size() / 100000);
  std::vector<float> some;
  for (std::size_t n = 0; n < v.size(); n += step)
    if (std::isfinite(v[n])) some.push_back(v[n]);
  if (some.empty()) return {};
  std::sort(some.begin(), some.end());
  const auto last = static_cast<double>(some.size() - 1);
  Range range{some[static_cast<std::size_t>(0.001 * last)], some[static_cast<std::size_t>(0.999 * last)]};
  if (!(range.high > range.low)) range.high = range.low + 1;
  return range;
}

float bin_of(double value, const Range& range) {
  const double bin = (value - range.low) / (range.high - range.low) * (kBins - 1);
  return static_cast<float>(bin > 0 ? std::min(bin, kBins - 1.001) : 0);
}

using Joint = std::array<double, kBins * kBins>;

double information_of(const Joint& joint, double total) {
  std::array<double, kBins> fixed{}, moving{};
  for (std::size_t f = 0; f < kBins; ++f)
    for (std::size_t m = 0; m < kBins; ++m) {
      fixed[f] += joint[f * kBins + m];
      moving[m] += joint[f * kBins + m];
    }
  double sum = 0;
  for (std::size_t f = 0; f < kBins; ++f)
    for (std::size_t m = 0; m < kBins; ++m)
      if (const double p = joint[f * kBins + m]; p > 0) sum += p * std::log(p * total / (fixed[f] * moving[m]));
  return sum / total;
}

// Otsu 1979: the split of the histogram with the largest variance between its two parts.
double otsu(const std::vector<double>& histogram) {
  double total = 0, moment = 0, below = 0, moment_below = 0, best = -1;
  std::size_t split = 0;
  for (std::size_t b = 0; b < histogram.size(); ++b) {
    total += histogram[b];
    moment += histogram[b] * static_cast<double>(b);
  }
  for (std::size_t b = 0; b + 1 < histogram.size(); ++b) {
    below += histogram[b];
    moment_below += histogram[b] * static_cast<double>(b);
    const double above = total - below;
    if (!(below > 0 && above > 0)) continue;
    const double gap = moment_below / below - (moment - moment_below) / above;
    if (below * above * gap * gap > best) {
      best = below * above * gap * gap;
      split = b;
    }
  }
  return static_cast<double>(split) + 1;
}
}  // namespace

double foreground_threshold(const Volume& volume) {
  const Range range = range_of(volume);
  std::vector<double> histogram(256, 0.0);
  const double width = (range.high - range.low) / 256;
  for (const float v : voxels_of<float>(volume)) {
    const double bin = std::floor((v - range.low) / width);
    if (bin >= 0 && bin < 256) histogram[static_cast<std::size_t>(bin)] += 1;
  }
  return range.low + 0.5 * otsu(histogram) * width;
}

Similarity::Similarity(const Volume& fixed, const Volume& moving, std::size_t samples) {
  const Range fixed_range = range_of(fixed), moving_range = range_of(moving);
  const double threshold = foreground_threshold(fixed);
  const auto v = voxels_of<float>(fixed);
  // A step that shares no factor with the rows spreads the samples over all columns.
  std::size_t step = std::max<std::size_t>(1, v.size() / samples);
  if (step > 1 && step % 2 == 0) ++step;
  const auto nx = static_cast<std::size_t>(fixed.grid.size[0]), ny = static_cast<std::size_t>(fixed.grid.size[1]);
  for (std::size_t n = 0; n < v.size(); n += step) {
    if (!std::isfinite(v[n])) continue;
    const Vec3 index{static_cast<double>(n % nx), static_cast<double>(n / nx % ny), static_cast<double>(n / (nx * ny))};
    samples_.push_back({point_at(fixed.grid, index), bin_of(v[n], fixed_range), v[n] > threshold});
    foreground_ += samples_.back().foreground;
  }
  std::vector<float> bins;
  for (const float value : voxels_of<float>(moving)) bins.push_back(bin_of(value, moving_range));
  moving_ = make_volume(moving.grid, std::move(bins));
}

Similarity::Result Similarity::evaluate(const Affine& map) const {
  Joint joint{};
  const Grid& grid = moving_.grid;
  const auto* bins = voxels_of<float>(moving_).data();
  const std::ptrdiff_t row = grid.size[0], slice = row * grid.size[1];
  // One matrix from a fixed point to a moving index.
  const Vec3 zero = index_at(grid, map_point(map, {0, 0, 0}));
  std::array<Vec3, 3> step{};
  for (std::size_t c = 0; c < 3; ++c) {
    Vec3 one{};
    one[c] = 1;
    const Vec3 there = index_at(grid, map_point(map, one));
    for (std::size_t r = 0; r < 3; ++r) step[c][r] = there[r] - zero[r];
  }
  std::size_t used = 0, seen = 0;
  for (const Sample& sample : samples_) {
    std::ptrdiff_t at = 0;
    std::array<std::ptrdiff_t, 3> next{1, row, slice};
    std::array<float, 3> f{};
    bool inside = true;
    for (std::size_t c = 0; c < 3; ++c) {
      double x = zero[c] + step[0][c] * sample.point[0] + step[1][c] * sample.point[1] + step[2][c] * sample.point[2];
      const int last = grid.size[c] - 1;
      inside = inside && x >= -0.5 && x <= last + 0.5;
      if (!inside) break;
      x = std::clamp(x, 0.0, static_cast<double>(last));
      const int low = std::min(static_cast<int>(x), std::max(last - 1, 0));
      f[c] = static_cast<float>(x - low);
      at += low * next[c];
      if (last == 0) next[c] = 0;
    }
    if (!inside) continue;
    ++used;
    seen += sample.foreground;
    const float* p = bins + at;
    const auto line = [&](std::ptrdiff_t o) { return p[o] + f[0] * (p[o + next[0]] - p[o]); };
    const float a = line(0), b = line(next[1]), c = line(next[2]), d = line(next[1] + next[2]);
    const float near = a + f[1] * (b - a), far = c + f[1] * (d - c);
    const float m = near + f[2] * (far - near);
    const auto fb = static_cast<std::size_t>(sample.bin), mb = static_cast<std::size_t>(m);
    const float wf = sample.bin - static_cast<float>(fb), wm = m - static_cast<float>(mb);
    double* cell = joint.data() + fb * kBins + mb;
    cell[0] += (1 - wf) * (1 - wm);
    cell[1] += (1 - wf) * wm;
    cell[kBins] += wf * (1 - wm);
    cell[kBins + 1] += wf * wm;
  }
  if (used * 10 < samples_.size() || used == 0) return {};
  const double share = foreground_ > 0 ? static_cast<double>(seen) / static_cast<double>(foreground_) : 1;
  return {information_of(joint, static_cast<double>(used)), share};
}

double Similarity::information(const Affine& map) const { return evaluate(map).information; }

double Similarity::score(const Affine& map) const {
  const Result result = evaluate(map);
  return result.information * std::sqrt(result.share);
}

}  // namespace longview
