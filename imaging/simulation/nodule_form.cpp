#include "imaging/simulation/private/nodule_form.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <numeric>

#include "imaging/core/failure.h"
#include "imaging/registration/private/parallel.h"

namespace longview {

namespace {
constexpr double kSize = 0.12;        // of the harmonics' coefficients, networks.md 7.3
constexpr double kUnevenSpeed = 0.3;  // sd over directions, networks.md 7.3
constexpr double kRim = 1.5;          // mm
constexpr std::size_t kMostVoxels = 5'000'000;

double ball_radius(double mm3) { return std::cbrt(0.75 * mm3 / std::numbers::pi); }

// Thin cones that taper outwards: Gaussian bumps of the radius, 4 to 7 degrees wide.
struct Spicule {
  Vec3 way;
  double length, sharpness;
};

std::vector<Spicule> spicules_of(const NoduleOptions& options) {
  std::vector<Spicule> spicules;
  if (!options.course.spiculated) return spicules;
  Draws draws(options.seed, "spicules");
  const std::size_t count = 14 + draws.below(13);
  for (std::size_t n = 0; n < count; ++n) {
    Vec3 way{draws.normal(), draws.normal(), draws.normal()};
    const double length = std::hypot(way[0], way[1], way[2]);
    for (double& w : way) w /= length;
    spicules.push_back({way, draws.uniform(0.2, 0.8), draws.log_uniform(70, 200)});
  }
  return spicules;
}

DirectionTable surface_of(const NoduleOptions& options, std::string_view purpose,
                          const std::vector<Spicule>& spicules) {
  const DirectionTable waves = random_harmonics(6, kSize * options.irregularity, Draws(options.seed, purpose));
  return DirectionTable([&](int row, int column) {
    const Vec3 way = DirectionTable::direction(row, column);
    double radius = std::max(0.4, 1.0 + static_cast<double>(waves.value(row, column)));
    for (const Spicule& s : spicules) {
      const double cosine = way[0] * s.way[0] + way[1] * s.way[1] + way[2] * s.way[2];
      radius += s.length * std::exp(s.sharpness * (cosine - 1));
    }
    return radius;
  });
}

// |grad| of the table's logarithm over the unit sphere, by central differences.
DirectionTable steepness(const DirectionTable& table) {
  constexpr double step = std::numbers::pi / 180;
  return DirectionTable([&](int row, int column) {
    const int up = std::max(0, row - 1), down = std::min(DirectionTable::kRows - 1, row + 1);
    const int left = (column + 359) % 360, right = (column + 1) % 360;
    const double along = (table.value(down, column) - table.value(up, column)) / ((down - up) * step);
    const double across = (table.value(row, right) - table.value(row, left)) / (2 * step) /
                          std::max(std::sin(row * step), std::sin(step));
    return std::hypot(along, across) / table.value(row, column);
  });
}

struct Tables {
  DirectionTable shape, speed, steep, core, ways;
};

Tables tables_of(const NoduleGround& ground, const NoduleOptions& options, double radius) {
  DirectionTable shape = surface_of(options, "nodule shape", spicules_of(options));
  const double even = harmonics_deviation(3, 1);
  const DirectionTable waves = random_harmonics(3, 1 / even, Draws(options.seed, "nodule speed"));
  DirectionTable speed([&](int row, int column) {
    const double uneven =
        kUnevenSpeed * std::min(1.0, options.irregularity) * static_cast<double>(waves.value(row, column));
    return static_cast<double>(shape.value(row, column)) * std::max(0.2, 1 + uneven);
  });
  DirectionTable steep = steepness(shape), core = surface_of(options, "solid part", {});
  return {std::move(shape), std::move(speed), std::move(steep), std::move(core), ways_open(ground, radius)};
}

Grid fine_grid(const Vec3& place, double half_width, double edge) {
  const int half = static_cast<int>(std::ceil(half_width / edge));
  Grid grid{{2 * half + 1, 2 * half + 1, 2 * half + 1}, {edge, edge, edge}, {}};
  for (std::size_t a = 0; a < 3; ++a) grid.origin[a] = place[a] - half * edge;
  return grid;
}

void fill_slice(NoduleForm& form, const Tables& tables, const NoduleGround& ground, std::size_t k) {
  const auto row = static_cast<std::size_t>(form.grid.size[0]);
  const double edge = form.grid.spacing[0];
  std::size_t n = k * row * row;
  for (std::size_t j = 0; j < row; ++j)
    for (std::size_t i = 0; i < row; ++i, ++n) {
      const Vec3 p{form.grid.origin[0] + static_cast<double>(i) * edge,
                   form.grid.origin[1] + static_cast<double>(j) * edge,
                   form.grid.origin[2] + static_cast<double>(k) * edge};
      const Vec3 way{p[0] - ground.place[0], p[1] - ground.place[1], p[2] - ground.place[2]};
      const auto at = DirectionTable::place(way);
      form.radius[n] = static_cast<float>(std::hypot(way[0], way[1], way[2]));
      form.shape[n] = tables.shape.value(at);
      form.speed[n] = tables.speed.value(at);
      form.steep[n] = tables.steep.value(at);
      form.core[n] = tables.core.value(at);
      const float wall = form.radius[n] < tables.ways.value(at) ? ground.at(ground.wall, p) : -9;
      form.open[n] = filled(-wall, static_cast<float>(edge));
      form.room[n] = filled(-wall - static_cast<float>(kRim), static_cast<float>(edge));
    }
}

NoduleForm form_of(const NoduleGround& ground, const Tables& tables, double half_width, double edge) {
  NoduleForm form;
  form.grid = fine_grid(ground.place, half_width, edge);
  const std::size_t count = voxel_count(form.grid);
  for (auto* field : {&form.radius, &form.shape, &form.speed, &form.steep, &form.core, &form.open, &form.room})
    field->resize(count);
  for_each_core(static_cast<std::size_t>(form.grid.size[2]), {},
                [&](std::size_t k) { fill_slice(form, tables, ground, k); });
  return form;
}

// mm3 inside of a surface.
template <class Distance>
double volume_inside(const NoduleForm& form, Distance&& distance) {
  const auto edge = static_cast<float>(form.grid.spacing[0]);
  const auto slices = static_cast<std::size_t>(form.grid.size[2]), slice = form.open.size() / slices;
  std::vector<double> sums(slices, 0.0);
  for_each_core(slices, {}, [&](std::size_t k) {
    for (std::size_t n = k * slice; n < (k + 1) * slice; ++n)
      if (form.open[n] > 0) sums[k] += static_cast<double>(form.open[n] * filled(distance(n), edge));
  });
  return std::accumulate(sums.begin(), sums.end(), 0.0) * voxel_volume_mm3(form.grid);
}

// Where a rising function is `mm3`, between 0 and `high`: by the cube root, as a ball would have it, within brackets.
template <class VolumeOf>
double size_where(VolumeOf&& volume, double mm3, double start, double high) {
  double low = 0, size = std::min(start, high);
  for (int n = 0; n < 60; ++n) {
    const double now = volume(size);
    if (std::abs(now / mm3 - 1) < 2e-5) break;
    (now < mm3 ? low : high) = size;
    if (high - low < 1e-7 * high) break;
    size = now > 0 ? size * std::cbrt(mm3 / now) : high;
    if (!(size > low && size < high)) size = (low + high) / 2;
  }
  return size;
}

// The largest size whose surface stays within the grid.
double largest_size(const NoduleForm& form) {
  const double half = (form.grid.size[0] - 1) / 2.0 * form.grid.spacing[0] - 1;
  const float shape = *std::max_element(form.shape.begin(), form.shape.end());
  const float speed = *std::max_element(form.speed.begin(), form.speed.end());
  const double first = form.first_size * static_cast<double>(shape);
  if (form.first_size <= 0 || first >= half) return half / static_cast<double>(shape);
  return form.first_size + (half - first) / static_cast<double>(speed);
}

[[noreturn]] void refuse(const NoduleGround& ground, double mm3, bool ct_ends) {
  char text[240];
  std::snprintf(text, sizeof text,
                ct_ends
                    ? "The CT ends within %.0f mm of this place, and the nodule of %.1f mm does not fit; give a place "
                      "farther inside, or a smaller nodule."
                    : "Within %.0f mm of this place the lung has no room for a nodule of %.1f mm; give another place, "
                      "a smaller nodule or a slower one.",
                ct_ends ? ground.reach_mm : (ground.grid.size[0] - 1) / 2.0, 2 * ball_radius(mm3));
  throw Failure(text);
}
}  // namespace

float NoduleForm::distance(std::size_t n, double size) const {
  const auto s = static_cast<float>(size), first = static_cast<float>(first_size);
  const float surface = first_size > 0 && size > first_size ? first * shape[n] + (s - first) * speed[n] : s * shape[n];
  return (radius[n] - surface) / std::sqrt(1 + steep[n] * steep[n]);
}

float NoduleForm::core_distance(std::size_t n, double size) const {
  return radius[n] - static_cast<float>(size) * core[n];
}

double size_of_volume(const NoduleForm& form, double mm3) {
  return size_where(
      [&](double size) { return volume_inside(form, [&](std::size_t n) { return form.distance(n, size); }); }, mm3,
      ball_radius(mm3), largest_size(form));
}

double core_size_of_volume(const NoduleForm& form, double size, double mm3) {
  if (!(mm3 > 0)) return 0;
  return size_where(
      [&](double core) {
        return volume_inside(
            form, [&](std::size_t n) { return std::max(form.distance(n, size), form.core_distance(n, core)); });
      },
      mm3, ball_radius(mm3), 2 * largest_size(form));
}

std::vector<float> share_filled(const NoduleForm& form, double size) {
  const auto edge = static_cast<float>(form.grid.spacing[0]);
  std::vector<float> share(form.open.size());
  for (std::size_t n = 0; n < share.size(); ++n) share[n] = form.open[n] * filled(form.distance(n, size), edge);
  return share;
}

std::vector<float> share_solid(const NoduleForm& form, double size, double core_size) {
  const auto edge = static_cast<float>(form.grid.spacing[0]);
  std::vector<float> share(form.open.size(), 0.0F);
  if (core_size > 0)
    for (std::size_t n = 0; n < share.size(); ++n)
      share[n] = form.open[n] * filled(std::max(form.distance(n, size), form.core_distance(n, core_size)), edge);
  return share;
}

NoduleForm nodule_form(const NoduleGround& ground, const NoduleOptions& options, const std::vector<double>& volumes) {
  const double largest = *std::max_element(volumes.begin(), volumes.end());
  const double smallest = *std::min_element(volumes.begin(), volumes.end());
  const double most = std::min((ground.grid.size[0] - 1) / 2.0 - 2, ground.reach_mm);
  const Tables tables = tables_of(ground, options, most);
  double half = 1.3 * ball_radius(largest) * static_cast<double>(tables.shape.largest()) + 3;
  for (;; half *= 1.35) {
    const bool last = half >= most;
    half = std::min(half, most);
    const double finest = std::clamp(ball_radius(smallest) / 12, 0.2, 0.5);
    const double edge = std::max(finest, 2 * half / std::cbrt(static_cast<double>(kMostVoxels)));
    NoduleForm form = form_of(ground, tables, half, edge);
    const auto inside = [&](double size) {
      return volume_inside(form, [&](std::size_t n) { return form.distance(n, size); });
    };
    if (inside(largest_size(form)) > volumes.front()) {
      form.first_size = size_of_volume(form, volumes.front());
      if (inside(largest_size(form)) > largest) return form;
    }
    if (last) refuse(ground, largest, ground.reach_mm < (ground.grid.size[0] - 1) / 2.0);
  }
}

NoduleContact contact_of(const NoduleForm& form, double size, const NoduleGround& ground) {
  constexpr int degrees = 3;
  const double edge = form.grid.spacing[0];
  const auto row_length = static_cast<std::size_t>(form.grid.size[0]);
  NoduleContact contact;
  double all = 0;
  for (int row = 0; row < DirectionTable::kRows; row += degrees)
    for (int column = 0; column + 1 < DirectionTable::kColumns; column += degrees) {
      const Vec3 way = DirectionTable::direction(row, column);
      const double share = DirectionTable::share(row);
      all += share;
      for (double r = 0; r < edge * (form.grid.size[0] - 1) / 2; r += edge / 2) {
        const Vec3 p{ground.place[0] + r * way[0], ground.place[1] + r * way[1], ground.place[2] + r * way[2]};
        std::array<std::size_t, 3> at{};
        for (std::size_t a = 0; a < 3; ++a)
          at[a] = static_cast<std::size_t>(std::lround((p[a] - form.grid.origin[a]) / edge));
        const std::size_t n = (at[2] * row_length + at[1]) * row_length + at[0];
        const bool blocked = form.open[n] < 0.5F;
        if (!blocked && form.distance(n, size) <= 0) continue;
        if (blocked) contact.wall += share;
        if (!blocked && ground.at(ground.vessel, p) < 0.5F) contact.vessel += share;
        break;
      }
    }
  return {contact.wall / all, contact.vessel / all};
}

}  // namespace longview
