#include "imaging/simulation/private/nodule_scanner.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "imaging/core/failure.h"
#include "imaging/registration/private/parallel.h"
#include "imaging/simulation/private/potential.h"

namespace longview {

namespace {
constexpr double kFade = 45;  // mm, sd
constexpr double kDegree = std::numbers::pi / 180;

double drawn_thickness(double finest, Draws& draws) {
  std::vector<double> usual;
  for (double t : {1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 5.0})
    if (t >= finest - 0.01) usual.push_back(t);
  return usual.empty() ? finest : usual[draws.below(usual.size())];
}

// The CT's field, or a cube of `field` mm around the nodule, in slices of that thickness.
Grid scan_grid(const Grid& ct, const Vec3& centre, double field, double thickness) {
  Size3 first{}, last{ct.size[0] - 1, ct.size[1] - 1, ct.size[2] - 1};
  if (field > 0) {
    const Vec3 index = index_at(ct, centre);
    for (std::size_t a = 0; a < 3; ++a) {
      first[a] = static_cast<int>(std::floor(index[a] - field / 2 / ct.spacing[a]));
      last[a] = static_cast<int>(std::ceil(index[a] + field / 2 / ct.spacing[a]));
    }
  }
  Grid grid = sub_grid(ct, first, last);
  if (std::abs(thickness - grid.spacing[2]) < 1e-6) return grid;
  const double length = grid.size[2] * grid.spacing[2];
  const int slices = std::max(1, static_cast<int>(length / thickness));
  const Vec3 bottom = point_at(grid, {0, 0, -0.5 + (length - slices * thickness) / 2 / grid.spacing[2]});
  const Vec3 up = axis(grid, 2);
  for (std::size_t a = 0; a < 3; ++a) grid.origin[a] = bottom[a] + up[a] * thickness / 2;
  grid.size[2] = slices;
  grid.spacing[2] = thickness;
  return grid;
}

void lie_and_breathe(NoduleScanner& scanner, const Vec3& middle, const NoduleOptions& options, std::size_t date) {
  Draws draws(options.seed, "nodule pose", date);
  const auto bounded = [&] { return std::clamp(draws.normal(), -2.0, 2.0); };
  const double breath = bounded();
  scanner.lung_density = std::exp(-0.06 * breath);
  scanner.shift = {0.5 * bounded(), -1.5 * breath + bounded(), -4 * breath + bounded()};
  Vec3 angles{}, way{};
  for (double& angle : angles) angle = 1.5 * kDegree * bounded();
  for (double& step : way) step = 4 * bounded();
  scanner.to_ct = inverse(rigid(angles, way, middle));
}

// The scan's field lies around the patient as he lies: the CT's field carried along by the shift of the pose alone.
void follow(Grid& grid, const Affine& to_ct) {
  const Vec3 middle = centre(grid);
  const Vec3 there = map_point(inverse(to_ct), middle);
  for (std::size_t a = 0; a < 3; ++a) grid.origin[a] += there[a] - middle[a];
}

float aerated(float hu) { return std::clamp((-500 - hu) / 200, 0.0F, 1.0F); }
}  // namespace

Vec3 NoduleScanner::in_ct(const Vec3& point) const {
  Vec3 q = map_point(to_ct, point);
  if (shift == Vec3{}) return q;
  const double away = std::hypot(q[0] - centre[0], q[1] - centre[1], q[2] - centre[2]) - firm_mm;
  const double share = away <= 0 ? 1 : std::exp(-away * away / (2 * kFade * kFade));
  for (std::size_t a = 0; a < 3; ++a) q[a] -= share * shift[a];
  return q;
}

NoduleScanner scanner_of(const Volume& ct, const NoduleOptions& options, std::size_t date, double firm_mm) {
  NoduleScanner scanner;
  scanner.seed = options.seed;
  scanner.date = date;
  scanner.firm_mm = firm_mm;
  if (options.moved) lie_and_breathe(scanner, centre(ct.grid), options, date);
  for (std::size_t a = 0; a < 3; ++a) scanner.centre[a] = options.place[a] + scanner.shift[a];
  Draws draws(options.seed, "nodule scanner", date);
  const double own = ct.grid.spacing[2], drawn = drawn_thickness(own, draws);
  scanner.thickness_mm = !options.thickness_mm ? drawn : *options.thickness_mm > 0 ? *options.thickness_mm : own;
  scanner.grid = scan_grid(ct.grid, scanner.centre, options.field_mm, scanner.thickness_mm);
  if (options.moved) follow(scanner.grid, scanner.to_ct);
  scanner.layers = std::max(1, static_cast<int>(std::lround(scanner.thickness_mm / 0.8)));
  scanner.ct_layers = std::max(1, static_cast<int>(std::lround(scanner.thickness_mm / own)));
  if (options.noise)
    scanner.noise_hu = draws.log_uniform(20, 60) * std::sqrt(1.25 / std::max(1.25, scanner.thickness_mm));
  return scanner;
}

float FineField::at(const Vec3& point) const {
  std::array<float, 3> index{};
  for (std::size_t a = 0; a < 3; ++a) {
    index[a] = static_cast<float>((point[a] - grid->origin[a]) / grid->spacing[a]);
    if (!(index[a] >= 0 && index[a] <= static_cast<float>(grid->size[a] - 1))) return 0;
  }
  const auto cell = FieldSampler(grid->size).cell_at(index[0], index[1], index[2]);
  return FieldSampler::value(values->data(), cell);
}

double reach_of(const FineField& field) {
  const Size3& size = field.grid->size;
  double farthest = 0;
  std::size_t n = 0;
  for (int k = 0; k < size[2]; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i, ++n) {
        if (!((*field.values)[n] > 0)) continue;
        const double x = i - (size[0] - 1) / 2.0, y = j - (size[1] - 1) / 2.0, z = k - (size[2] - 1) / 2.0;
        farthest = std::max(farthest, x * x + y * y + z * z);
      }
  return (std::sqrt(farthest) + 1) * field.grid->spacing[0];
}

namespace {
// White noise, joined in the slice as a reconstruction filter does (1 2 1 along both axes), sd 1.
std::vector<float> slice_noise(const Grid& grid, std::size_t k, const Draws& draws) {
  const auto nx = static_cast<std::size_t>(grid.size[0]), ny = static_cast<std::size_t>(grid.size[1]);
  constexpr float scale = 8.0F / 3;  // the filter leaves (6 / 16)^2 of the variance
  const std::size_t row = nx + 2, first = k * row * (ny + 2);
  std::vector<float> along(nx * (ny + 2));
  for (std::size_t j = 0; j < ny + 2; ++j)
    for (std::size_t i = 0; i < nx; ++i) {
      const std::size_t n = first + j * row + i;
      along[j * nx + i] =
          0.25F * draws.rough_normal_at(n) + 0.5F * draws.rough_normal_at(n + 1) + 0.25F * draws.rough_normal_at(n + 2);
    }
  std::vector<float> noise(nx * ny);
  for (std::size_t n = 0; n < noise.size(); ++n)
    noise[n] = scale * (0.25F * along[n] + 0.5F * along[n + nx] + 0.25F * along[n + 2 * nx]);
  return noise;
}

// Beyond the scanned field the CT's border goes on.
float ground_at(const Volume& ct, std::span<const float> hu, const Vec3& point) {
  const Vec3 index = index_at(ct.grid, point);
  const auto cell =
      FieldSampler(ct.grid.size)
          .cell_at(static_cast<float>(index[0]), static_cast<float>(index[1]), static_cast<float>(index[2]));
  return FieldSampler::value(hu.data(), cell);
}

// The mean of `f(point of the CT)` over equidistant layers of a slice's voxel.
template <class F>
float mean_of_layers(const NoduleScanner& scanner, const Size3& voxel, int layers, F&& f) {
  float sum = 0;
  for (int l = 0; l < layers; ++l)
    sum += f(scanner.in_ct(point_at(scanner.grid, {static_cast<double>(voxel[0]), static_cast<double>(voxel[1]),
                                                   voxel[2] - 0.5 + (l + 0.5) / layers})));
  return sum / static_cast<float>(layers);
}
}  // namespace

Volume scanned(const Volume& ct, const FineField& added, const NoduleScanner& scanner, const Progress& progress) {
  const auto hu = voxels_of<float>(ct);
  const Grid& grid = scanner.grid;
  const auto nx = static_cast<std::size_t>(grid.size[0]), ny = static_cast<std::size_t>(grid.size[1]);
  const Draws draws(scanner.seed, "nodule noise", scanner.date);
  const auto lung_change = static_cast<float>(scanner.lung_density - 1),
             noise_hu = static_cast<float>(scanner.noise_hu);
  const auto breathed = [&](const Vec3& p) {
    const float ground = ground_at(ct, hu, p);
    return ground + aerated(ground) * lung_change * std::max(0.0F, ground + 1000);
  };
  const double near = reach_of(added) + scanner.thickness_mm;
  std::vector<std::int16_t> out(voxel_count(grid));
  for_each_core(static_cast<std::size_t>(grid.size[2]), progress, [&](std::size_t k) {
    const std::vector<float> noise = noise_hu > 0 ? slice_noise(grid, k, draws) : std::vector<float>(nx * ny, 0.0F);
    for (std::size_t j = 0; j < ny; ++j)
      for (std::size_t i = 0; i < nx; ++i) {
        const Size3 voxel{static_cast<int>(i), static_cast<int>(j), static_cast<int>(k)};
        float value = mean_of_layers(scanner, voxel, scanner.ct_layers, breathed) + noise_hu * noise[j * nx + i];
        const Vec3 q = map_point(scanner.to_ct, point_at(grid, {voxel[0] + 0.0, voxel[1] + 0.0, voxel[2] + 0.0}));
        if (std::hypot(q[0] - scanner.centre[0], q[1] - scanner.centre[1], q[2] - scanner.centre[2]) < near)
          value += mean_of_layers(scanner, voxel, scanner.layers, [&](const Vec3& p) { return added.at(p); });
        out[(k * ny + j) * nx + i] = static_cast<std::int16_t>(std::lround(std::clamp(value, -1024.0F, 3071.0F)));
      }
  });
  return make_volume(grid, std::move(out), "HU");
}

Coverage covered(const FineField& shares, const NoduleScanner& scanner, double half) {
  const Grid& grid = scanner.grid;
  const Vec3 here = index_at(grid, map_point(inverse(scanner.to_ct), scanner.centre));
  Coverage coverage;
  Size3 size{}, parts{};
  for (std::size_t a = 0; a < 3; ++a) {
    coverage.first[a] = std::clamp(static_cast<int>(std::floor(here[a] - half / grid.spacing[a])), 0, grid.size[a] - 1);
    coverage.last[a] = std::clamp(static_cast<int>(std::ceil(here[a] + half / grid.spacing[a])), 0, grid.size[a] - 1);
    size[a] = coverage.last[a] - coverage.first[a] + 1;
    parts[a] = std::max(2, static_cast<int>(std::ceil(grid.spacing[a] / 0.3)));
  }
  const auto nx = static_cast<std::size_t>(size[0]), ny = static_cast<std::size_t>(size[1]);
  coverage.share.resize(nx * ny * static_cast<std::size_t>(size[2]));
  const auto within = [&](std::size_t a, std::size_t n, int part) {
    return coverage.first[a] + static_cast<double>(n) - 0.5 + (part + 0.5) / parts[a];
  };
  for_each_core(static_cast<std::size_t>(size[2]), {}, [&](std::size_t k) {
    for (std::size_t j = 0; j < ny; ++j)
      for (std::size_t i = 0; i < nx; ++i) {
        float sum = 0;
        for (int c = 0; c < parts[2]; ++c)
          for (int b = 0; b < parts[1]; ++b)
            for (int a = 0; a < parts[0]; ++a)
              sum += shares.at(scanner.in_ct(point_at(grid, {within(0, i, a), within(1, j, b), within(2, k, c)})));
        coverage.share[(k * ny + j) * nx + i] = sum / static_cast<float>(parts[0] * parts[1] * parts[2]);
      }
  });
  return coverage;
}

MostFilled most_filled(const Coverage& coverage, double mm3, double voxel_mm3) {
  MostFilled most;
  if (!(mm3 > 0)) return most;
  std::vector<std::size_t> order;
  for (std::size_t n = 0; n < coverage.share.size(); ++n)
    if (coverage.share[n] > 0) order.push_back(n);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return coverage.share[a] > coverage.share[b]; });
  const auto wanted = static_cast<std::size_t>(std::max(1L, std::lround(mm3 / voxel_mm3)));
  order.resize(std::min(order.size(), wanted));
  if (!order.empty()) most.least = coverage.share[order.back()];
  most.voxels = std::move(order);
  return most;
}

}  // namespace longview
