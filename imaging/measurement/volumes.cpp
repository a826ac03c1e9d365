#include "imaging/measurement/volumes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "imaging/measurement/private/mask.h"

namespace longview {

namespace {

// A run of a label: the first and last voxel of it in one row.
struct RowEnds {
  int first, last, row, slice;
};

struct Tally {
  std::size_t voxels = 0;
  Vec3 index_sum{};
  std::vector<RowEnds> rows;

  void add(int i, int j, int k) {
    ++voxels;
    index_sum[0] += i, index_sum[1] += j, index_sum[2] += k;
    if (!rows.empty() && rows.back().row == j && rows.back().slice == k)
      rows.back().last = i;
    else
      rows.push_back({i, i, j, k});
  }
};

using Pixel = std::array<long, 2>;

// The corners of the convex hull of a slice's row ends: Andrew's monotone chain (1979). `ends` is sorted by row.
std::vector<Pixel> hull(const std::vector<Pixel>& ends) {
  if (ends.size() < 4) return ends;
  std::vector<Pixel> corners;
  const auto go = [&](auto from, auto to) {
    const std::size_t start = corners.size();
    for (; from != to; ++from) {
      const auto left_turn = [&] {
        const Pixel &a = corners[corners.size() - 2], &b = corners.back(), &c = *from;
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;
      };
      while (corners.size() >= start + 2 && !left_turn()) corners.pop_back();
      corners.push_back(*from);
    }
  };
  go(ends.begin(), ends.end());
  go(ends.rbegin(), ends.rend());
  return corners;
}

// The two voxels furthest apart are corners of the label's convex hull, hence of the hull of their own slice: only
// those are compared with each other.
std::vector<Vec3> outer_points(const std::vector<RowEnds>& rows, const Grid& grid) {
  std::vector<Vec3> points;
  std::vector<Pixel> ends;
  for (std::size_t n = 0; n < rows.size(); ++n) {
    ends.push_back({rows[n].row, rows[n].first});
    if (rows[n].last != rows[n].first) ends.push_back({rows[n].row, rows[n].last});
    if (n + 1 < rows.size() && rows[n + 1].slice == rows[n].slice) continue;
    for (const Pixel& p : hull(ends))
      points.push_back(
          point_at(grid, {static_cast<double>(p[1]), static_cast<double>(p[0]), static_cast<double>(rows[n].slice)}));
    ends.clear();
  }
  return points;
}

double longest_axis_mm(const std::vector<RowEnds>& rows, const Grid& grid) {
  const std::vector<Vec3> points = outer_points(rows, grid);
  double longest = 0;
  for (std::size_t a = 0; a < points.size(); ++a)
    for (std::size_t b = a + 1; b < points.size(); ++b) {
      const double x = points[a][0] - points[b][0], y = points[a][1] - points[b][1], z = points[a][2] - points[b][2];
      longest = std::max(longest, x * x + y * y + z * z);
    }
  return std::sqrt(longest);
}

LabelVolume measured(int value, std::string name, const Tally& tally, const Grid& grid) {
  LabelVolume measure{value, std::move(name), tally.voxels, 0, 0, 0, {}};
  if (tally.voxels == 0) return measure;
  const double cubic_mm = static_cast<double>(tally.voxels) * voxel_volume_mm3(grid);
  measure.volume_ml = cubic_mm / 1000;
  measure.equivalent_diameter_mm = std::cbrt(6 * cubic_mm / std::numbers::pi);
  measure.longest_axis_mm = longest_axis_mm(tally.rows, grid);
  Vec3 mean = tally.index_sum;
  for (double& c : mean) c /= static_cast<double>(tally.voxels);
  measure.centroid = point_at(grid, mean);
  return measure;
}

std::map<int, Tally> tally_of(const Volume& labels) {
  std::map<int, Tally> tallies;
  visit_voxels(labels, [&](auto voxels) {
    const auto [nx, ny, nz] = labels.grid.size;
    std::size_t n = 0;
    for (int k = 0; k < nz; ++k)
      for (int j = 0; j < ny; ++j)
        for (int i = 0; i < nx; ++i, ++n)
          if (voxels[n] != 0) tallies[static_cast<int>(voxels[n])].add(i, j, k);
  });
  return tallies;
}

}  // namespace

std::vector<LabelVolume> measure(const LabelMap& labels) {
  auto tallies = tally_of(labels.voxels);
  std::vector<LabelVolume> volumes;
  for (const Label& label : labels.labels) {
    volumes.push_back(measured(label.value, label.name, tallies[label.value], labels.grid()));
    tallies.erase(label.value);
  }
  for (const auto& [value, tally] : tallies)  // values that the table does not name
    volumes.push_back(measured(value, "Label " + std::to_string(value), tally, labels.grid()));
  return volumes;
}

double volume_ml(const Volume& mask) {
  const auto inside = inside_of(mask);
  return static_cast<double>(std::count(inside.begin(), inside.end(), 1)) * voxel_volume_mm3(mask.grid) / 1000;
}

}  // namespace longview
