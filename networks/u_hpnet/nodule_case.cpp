#include "networks/u_hpnet/nodule_case.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "imaging/core/failure.h"
#include "imaging/registration/resample.h"
#include "networks/core/private/samples.h"

namespace longview::u_hpnet {

namespace {
constexpr double least_hu = -1000, most_hu = 400;
constexpr double around_mm = 48;  // of a scan is looked at around a crop's middle
constexpr double narrow_mm = 110, mirror_mm = 26;
constexpr double field_mm = 76;       // simulated around a nodule: a crop that is turned a little
constexpr double crop_reach_mm = 26;  // from its middle to its sides, and how far it is set off
constexpr double least_mm = 4, most_mm = 28;

// The voxels of `volume` around a point: distances on a whole chest would take seconds.
Volume part_around(const Volume& volume, const Vec3& middle) {
  const Vec3 index = index_at(volume.grid, middle);
  Size3 first{}, last{};
  for (std::size_t a = 0; a < 3; ++a) {
    const double reach = around_mm / volume.grid.spacing[a];
    first[a] = std::clamp(static_cast<int>(std::floor(index[a] - reach)), 0, volume.grid.size[a] - 1);
    last[a] = std::clamp(static_cast<int>(std::ceil(index[a] + reach)), first[a], volume.grid.size[a] - 1);
  }
  return resample(volume, sub_grid(volume.grid, first, last), {}, Interpolation::nearest);
}

std::vector<double> drawn_days(Draw& draw) {
  const double first = std::exp(draw.uniform(std::log(60.0), std::log(500.0)));
  const double second = first + std::exp(draw.uniform(std::log(60.0), std::log(400.0)));
  return {0, std::round(first), std::round(second)};
}

bool seen_on(const NoduleCourse& course, const std::vector<double>& days) {
  return std::all_of(days.begin(), days.end(), [&](double day) {
    const double d = ball_diameter(volume_at(course, day));
    return d >= least_mm && d <= most_mm;
  });
}

NoduleOptions drawn_options(const Volume& ct, Draw& draw) {
  NoduleOptions options;
  options.field_mm = field_mm;
  options.seed = draw.bits();
  do {
    options.course = draw_nodule_course(draw.bits());
    options.days = drawn_days(draw);
  } while (!seen_on(options.course, options.days));
  const double drawn = draw.uniform();
  const NoduleAttachment wanted = drawn < 0.5    ? NoduleAttachment::none
                                  : drawn < 0.75 ? NoduleAttachment::wall
                                                 : NoduleAttachment::vessel;
  const std::uint64_t place = draw.bits();
  const double diameter = options.course.diameter_mm, margin = std::max(4.0, crop_reach_mm - diameter / 2);
  try {
    options.place = draw_nodule_place(ct, diameter, wanted, place, margin);
  } catch (const Failure&) {
    if (wanted == NoduleAttachment::none) throw;
    options.place = draw_nodule_place(ct, diameter, NoduleAttachment::none, place, margin);
  }
  return options;
}

// Point of the crop, where the nodule lies at its place in the CT -> the scan of that date.
Affine crop_to_scan(const NoduleDate& date) {
  Affine breath;
  breath.offset = date.breathing_mm;
  return compose(inverse(date.to_ct), breath);
}

void add_date(NoduleCase& one, const NoduleDate& date, const Grid& grid) {
  const Affine to_scan = crop_to_scan(date);
  const Volume ct = ct_crop(date.scan, grid, to_scan);
  std::vector<std::uint8_t> bytes;
  for (const float value : voxels_of<float>(ct)) bytes.push_back(static_cast<std::uint8_t>(std::lround(255 * value)));
  one.days.push_back(date.day);
  one.volumes_mm3.push_back(date.volume_mm3);
  one.ct.push_back(std::move(bytes));
  one.outlines.emplace_back();
  for (std::size_t r = 0; r < readers; ++r)
    one.outlines.back()[r] = packed_bits(mask_crop(date.raters[r], grid, to_scan));
}
}  // namespace

double ball_diameter(double volume_mm3) { return std::cbrt(6 / std::numbers::pi * volume_mm3); }

Grid crop_grid(const Vec3& middle) {
  Grid grid{{crop_size, crop_size, crop_size}, {1, 1, 1}, middle};
  for (double& x : grid.origin) x -= (crop_size - 1) / 2.0;
  return grid;
}

Volume ct_crop(const Volume& scan, const Grid& grid, const Affine& grid_to_scan) {
  const Volume near = part_around(scan, map_point(grid_to_scan, centre(grid)));
  const Volume hu = resample(near, grid, grid_to_scan, Interpolation::linear, least_hu);
  std::vector<float> shares;
  shares.reserve(voxel_count(grid));
  for (const float value : voxels_of<float>(hu))
    shares.push_back(
        static_cast<float>((std::clamp<double>(value, least_hu, most_hu) - least_hu) / (most_hu - least_hu)));
  return make_volume(grid, std::move(shares));
}

Volume mask_crop(const Volume& mask, const Grid& grid, const Affine& grid_to_scan) {
  return resample_mask(part_around(mask, map_point(grid_to_scan, centre(grid))), grid, grid_to_scan);
}

Vec3 middle_of(const Volume& mask) {
  const auto voxels = voxels_of<std::uint8_t>(mask);
  Vec3 sum{};
  double count = 0;
  std::size_t n = 0;
  for (int z = 0; z < mask.grid.size[2]; ++z)
    for (int y = 0; y < mask.grid.size[1]; ++y)
      for (int x = 0; x < mask.grid.size[0]; ++x, ++n)
        if (voxels[n]) {
          sum = {sum[0] + x, sum[1] + y, sum[2] + z};
          ++count;
        }
  if (count == 0) throw Failure("No nodule is drawn in this scan. Add a mask, or click the nodule to propose one.");
  return point_at(mask.grid, {sum[0] / count, sum[1] / count, sum[2] / count});
}

Volume continued(const Volume& ct) {
  Size3 more{};
  Grid grid = ct.grid;
  for (std::size_t a = 0; a < 3; ++a) {
    if (grid.size[a] * grid.spacing[a] >= narrow_mm) continue;
    more[a] = std::min(static_cast<int>(std::ceil(mirror_mm / grid.spacing[a])), grid.size[a] - 1);
    grid.size[a] += 2 * more[a];
  }
  grid.origin = point_at(ct.grid, {-1.0 * more[0], -1.0 * more[1], -1.0 * more[2]});
  const auto mirrored = [&](int i, std::size_t a) {
    const int n = ct.grid.size[a], from = i - more[a];
    return from < 0 ? -from : from >= n ? 2 * n - 2 - from : from;
  };
  const Volume hu = as_float(ct);
  const auto voxels = voxels_of<float>(hu);
  std::vector<float> values;
  values.reserve(voxel_count(grid));
  for (int z = 0; z < grid.size[2]; ++z)
    for (int y = 0; y < grid.size[1]; ++y) {
      const std::size_t row = (static_cast<std::size_t>(mirrored(z, 2)) * static_cast<std::size_t>(ct.grid.size[1]) +
                               static_cast<std::size_t>(mirrored(y, 1))) *
                              static_cast<std::size_t>(ct.grid.size[0]);
      for (int x = 0; x < grid.size[0]; ++x) values.push_back(voxels[row + static_cast<std::size_t>(mirrored(x, 0))]);
    }
  return make_volume(grid, std::move(values), ct.unit);
}

NoduleCase simulated_case(const Volume& ct, const std::string& anatomy, std::uint64_t seed, const Progress& progress) {
  Draw draw(seed, "u_hpnet case");
  const NoduleOptions options = drawn_options(ct, draw);
  const SimulatedNodule nodule = simulate_nodule(ct, options, progress);
  Vec3 middle = options.place;  // as far off as a reader's outline may set it
  for (double& x : middle) x += draw.uniform(-2, 2);
  NoduleCase one;
  one.anatomy = anatomy;
  one.type = static_cast<int>(options.course.type);
  one.malignant = options.course.malignant;
  for (const NoduleDate& date : nodule.dates) add_date(one, date, crop_grid(middle));
  return one;
}

}  // namespace longview::u_hpnet
