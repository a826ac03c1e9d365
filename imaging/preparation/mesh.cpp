#include "imaging/preparation/private/mesh.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace longview {

namespace {
Vec3 minus(const Vec3& a, const Vec3& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }

Vec3 cross(const Vec3& a, const Vec3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

Vec3 unit(const Vec3& v) {
  const double length = std::hypot(v[0], v[1], v[2]);
  return length > 0 ? Vec3{v[0] / length, v[1] / length, v[2] / length} : Vec3{0, 0, 1};
}

Mesh icosahedron() {
  const double g = (1 + std::sqrt(5.0)) / 2;
  Mesh mesh;
  mesh.points = {{-1, g, 0},  {1, g, 0},  {-1, -g, 0}, {1, -g, 0}, {0, -1, g},  {0, 1, g},
                 {0, -1, -g}, {0, 1, -g}, {g, 0, -1},  {g, 0, 1},  {-g, 0, -1}, {-g, 0, 1}};
  mesh.faces = {{0, 11, 5},  {0, 5, 1},  {0, 1, 7},  {0, 7, 10}, {0, 10, 11}, {1, 5, 9}, {5, 11, 4},
                {11, 10, 2}, {10, 7, 6}, {7, 1, 8},  {3, 9, 4},  {3, 4, 2},   {3, 2, 6}, {3, 6, 8},
                {3, 8, 9},   {4, 9, 5},  {2, 4, 11}, {6, 2, 10}, {8, 6, 7},   {9, 8, 1}};
  return mesh;
}

}  // namespace

Mesh split(const Mesh& mesh) {
  Mesh finer;
  finer.points = mesh.points;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> middles;
  const auto middle = [&](std::size_t a, std::size_t b) {
    const auto [found, fresh] = middles.try_emplace(std::minmax(a, b), finer.points.size());
    if (fresh) {
      const Vec3 p = finer.points[a], q = finer.points[b];
      finer.points.push_back({(p[0] + q[0]) / 2, (p[1] + q[1]) / 2, (p[2] + q[2]) / 2});
    }
    return found->second;
  };
  for (const auto& [a, b, c] : mesh.faces) {
    const std::size_t ab = middle(a, b), bc = middle(b, c), ca = middle(c, a);
    finer.faces.insert(finer.faces.end(), {{a, ab, ca}, {b, bc, ab}, {c, ca, bc}, {ab, bc, ca}});
  }
  return finer;
}
Mesh sphere(const Vec3& centre_point, double radius, int splits) {
  Mesh mesh = icosahedron();
  for (int n = 0; n < splits; ++n) mesh = split(mesh);
  for (Vec3& p : mesh.points) {
    p = unit(p);
    for (std::size_t c = 0; c < 3; ++c) p[c] = centre_point[c] + radius * p[c];
  }
  return mesh;
}

std::vector<std::vector<std::size_t>> neighbours_of(const Mesh& mesh) {
  std::vector<std::vector<std::size_t>> near(mesh.points.size());
  const auto join = [&](std::size_t a, std::size_t b) {
    if (std::find(near[a].begin(), near[a].end(), b) == near[a].end()) near[a].push_back(b);
  };
  for (const auto& face : mesh.faces)
    for (std::size_t n = 0; n < 3; ++n) {
      join(face[n], face[(n + 1) % 3]);
      join(face[(n + 1) % 3], face[n]);
    }
  return near;
}

void normals_of(const Mesh& mesh, std::vector<Vec3>& normals) {
  normals.assign(mesh.points.size(), Vec3{0, 0, 0});
  for (const auto& [a, b, c] : mesh.faces) {
    const Vec3 n = cross(minus(mesh.points[b], mesh.points[a]), minus(mesh.points[c], mesh.points[a]));
    for (const std::size_t p : {a, b, c})
      for (std::size_t d = 0; d < 3; ++d) normals[p][d] += n[d];
  }
  for (Vec3& n : normals) n = unit(n);
}

namespace {
// Where the face, in index coordinates, is crossed by rows along the first axis.
void cross_rows(const std::array<Vec3, 3>& p, const Size3& size, std::vector<std::vector<float>>& crossings) {
  const auto [y0, y1] = std::minmax({p[0][1], p[1][1], p[2][1]});
  const auto [z0, z1] = std::minmax({p[0][2], p[1][2], p[2][2]});
  const double area = (p[1][1] - p[0][1]) * (p[2][2] - p[0][2]) - (p[2][1] - p[0][1]) * (p[1][2] - p[0][2]);
  if (area == 0) return;
  for (int k = std::max(0, static_cast<int>(std::ceil(z0))); k <= std::min<double>(size[2] - 1, z1); ++k)
    for (int j = std::max(0, static_cast<int>(std::ceil(y0))); j <= std::min<double>(size[1] - 1, y1); ++j) {
      // Rows are taken a hair off the grid, so that none meets an edge or a corner exactly.
      const double y = j + 1.3e-7, z = k + 2.9e-7;
      const double b = ((y - p[0][1]) * (p[2][2] - p[0][2]) - (p[2][1] - p[0][1]) * (z - p[0][2])) / area;
      const double c = ((p[1][1] - p[0][1]) * (z - p[0][2]) - (y - p[0][1]) * (p[1][2] - p[0][2])) / area;
      if (b < 0 || c < 0 || b + c > 1) continue;
      crossings[static_cast<std::size_t>(k) * static_cast<std::size_t>(size[1]) + static_cast<std::size_t>(j)]
          .push_back(static_cast<float>(p[0][0] + b * (p[1][0] - p[0][0]) + c * (p[2][0] - p[0][0])));
    }
}
}  // namespace

Volume inside_of(const Mesh& mesh, const Grid& grid) {
  const auto rows = static_cast<std::size_t>(grid.size[1]) * static_cast<std::size_t>(grid.size[2]);
  std::vector<std::vector<float>> crossings(rows);
  for (const auto& [a, b, c] : mesh.faces)
    cross_rows({index_at(grid, mesh.points[a]), index_at(grid, mesh.points[b]), index_at(grid, mesh.points[c])},
               grid.size, crossings);
  std::vector<std::uint8_t> inside(voxel_count(grid), 0);
  const auto columns = static_cast<std::size_t>(grid.size[0]);
  for (std::size_t row = 0; row < rows; ++row) {
    auto& x = crossings[row];
    std::sort(x.begin(), x.end());
    for (std::size_t n = 0; n + 1 < x.size(); n += 2)
      for (int i = std::max(0, static_cast<int>(std::ceil(x[n])));
           i < grid.size[0] && static_cast<float>(i) <= x[n + 1]; ++i)
        inside[row * columns + static_cast<std::size_t>(i)] = 1;
  }
  return make_volume(grid, std::move(inside));
}

}  // namespace longview
