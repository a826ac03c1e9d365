#include "imaging/simulation/nodule.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "imaging/core/failure.h"
#include "imaging/simulation/private/nodule_form.h"
#include "imaging/simulation/private/nodule_ground.h"
#include "imaging/simulation/private/nodule_raters.h"
#include "imaging/simulation/private/nodule_scanner.h"
#include "imaging/simulation/private/nodule_tissue.h"

namespace longview {

namespace {
void check(const NoduleOptions& options) {
  const NoduleCourse& course = options.course;
  if (options.days.empty()) throw Failure("A simulated study needs at least one date; give its days, such as 0,365.");
  if (options.days.front() < 0) throw Failure("Days count from the first date; none lies before it.");
  for (std::size_t n = 1; n < options.days.size(); ++n)
    if (!(options.days[n] > options.days[n - 1])) throw Failure("The days of a simulated study must ascend.");
  if (!(course.diameter_mm >= 3 && course.diameter_mm <= 30))
    throw Failure("A nodule measures 3 to 30 mm; what is larger is a mass, what is smaller cannot be outlined.");
  if (course.doubling_days == 0 || std::isnan(course.doubling_days))
    throw Failure("A doubling time is a number of days: negative where the nodule shrinks, inf where it is stable.");
  if (!(course.solid_share > 0 && course.solid_share <= 0.9))
    throw Failure("The solid share of a part-solid nodule lies above 0 and up to 0.9.");
  if (options.thickness_mm &&
      !(*options.thickness_mm == 0 || (*options.thickness_mm >= 0.5 && *options.thickness_mm <= 10)))
    throw Failure("A slice thickness is 0 (as the CT) or 0.5 to 10 mm.");
  for (double day : options.days)
    if (const double d = std::cbrt(6 / std::numbers::pi * volume_at(course, day)); !(d >= 2.5 && d <= 45))
      throw Failure("On day " + std::to_string(std::lround(day)) + " the nodule would measure " +
                    std::to_string(std::lround(d)) + " mm; dates can be made of 3 to 45 mm. Give other days.");
}

Label label_of(int value, const char* name, std::array<std::uint8_t, 3> colour) {
  Label label{value, name, colour};
  label.type = {"27925004", "SCT", "Nodule"};
  label.algorithm_type = AlgorithmType::automatic;
  label.algorithm_name = "Longview nodule simulator";
  return label;
}

// Offsets in `coverage` as voxels of the scan, set to `value`.
void mark(std::vector<std::uint8_t>& voxels, const Grid& grid, const Coverage& coverage,
          const std::vector<std::size_t>& offsets, std::uint8_t value) {
  const auto nx = static_cast<std::size_t>(coverage.last[0] - coverage.first[0] + 1);
  const auto ny = static_cast<std::size_t>(coverage.last[1] - coverage.first[1] + 1);
  const auto first = [&](std::size_t a) { return static_cast<std::size_t>(coverage.first[a]); };
  const auto size = [&](std::size_t a) { return static_cast<std::size_t>(grid.size[a]); };
  for (std::size_t n : offsets) {
    const std::size_t i = first(0) + n % nx, j = first(1) + n / nx % ny, k = first(2) + n / (nx * ny);
    voxels[(k * size(1) + j) * size(0) + i] = value;
  }
}

std::vector<std::size_t> above(const Coverage& coverage, float least) {
  std::vector<std::size_t> offsets;
  for (std::size_t n = 0; n < coverage.share.size(); ++n)
    if (coverage.share[n] > 0 && coverage.share[n] >= least) offsets.push_back(n);
  if (offsets.empty())  // thinner than the slice: the fullest voxel
    offsets.push_back(static_cast<std::size_t>(std::max_element(coverage.share.begin(), coverage.share.end()) -
                                               coverage.share.begin()));
  return offsets;
}

// One nodule on one day in one scanner.
struct Seen {
  const NoduleForm& form;
  const NoduleScanner& scanner;
  double size = 0;
  std::vector<float> solid;
};

// The labels, and the share from which on a voxel counts as nodule.
float draw_labels(NoduleDate& date, const Seen& seen, NoduleType type) {
  const Grid& grid = seen.scanner.grid;
  const double voxel = voxel_volume_mm3(grid);
  const std::vector<float> whole = share_filled(seen.form, seen.size);
  const FineField shares{&seen.form.grid, &whole};
  const double reach = reach_of(shares);
  const Coverage coverage = covered(shares, seen.scanner, reach);
  const MostFilled nodule = most_filled(coverage, date.volume_mm3, voxel);
  std::vector<std::uint8_t> voxels(voxel_count(grid), 0);
  mark(voxels, grid, coverage, nodule.voxels, 1);
  date.labels.labels = {label_of(1, "Nodule", {0x5A, 0xA9, 0xF2})};
  if (type == NoduleType::part_solid) {
    Coverage solid = covered({&seen.form.grid, &seen.solid}, seen.scanner, reach);
    std::vector<std::uint8_t> inside(solid.share.size(), 0);
    for (std::size_t n : nodule.voxels) inside[n] = 1;
    for (std::size_t n = 0; n < inside.size(); ++n)
      if (!inside[n]) solid.share[n] = 0;
    mark(voxels, grid, solid, most_filled(solid, date.solid_mm3, voxel).voxels, 2);
    date.labels.labels = {label_of(1, "Ground-glass part of the nodule", {0x5A, 0xA9, 0xF2}),
                          label_of(2, "Solid part of the nodule", {0xF2, 0x8A, 0x5A})};
  }
  date.labels.voxels = make_volume(grid, std::move(voxels));
  return nodule.least;
}

void draw_raters(NoduleDate& date, const Seen& seen, const NoduleOptions& options, std::size_t n, float least) {
  const auto offsets = rater_offsets(options, n);
  for (std::size_t r = 0; r < 4; ++r) {
    const auto share = share_of_rater(seen.form, seen.size, offsets[r], options.seed, n, r);
    const FineField shares{&seen.form.grid, &share};
    const Coverage coverage = covered(shares, seen.scanner, reach_of(shares));
    std::vector<std::uint8_t> voxels(voxel_count(seen.scanner.grid), 0);
    mark(voxels, seen.scanner.grid, coverage, above(coverage, least), 1);
    date.raters[r] = make_volume(seen.scanner.grid, std::move(voxels));
  }
}

NoduleDate date_of(const Volume& ct, const NoduleGround& ground, const NoduleForm& form, const NoduleOptions& options,
                   std::size_t n, const Progress& progress) {
  NoduleDate date;
  date.day = options.days[n];
  date.volume_mm3 = volume_at(options.course, date.day);
  date.solid_mm3 = solid_volume_at(options.course, date.day);
  const double firm = std::sqrt(3.0) * form.grid.size[0] * form.grid.spacing[0] / 2;
  const NoduleScanner scanner = scanner_of(ct, options, n, firm);
  Seen seen{form, scanner, size_of_volume(form, date.volume_mm3), {}};
  const bool part_solid = options.course.type == NoduleType::part_solid;
  if (part_solid)
    seen.solid = share_solid(form, seen.size, core_size_of_volume(form, seen.size, date.solid_mm3));
  else
    seen.solid.assign(form.open.size(), options.course.type == NoduleType::solid ? 1.0F : 0.0F);
  const NoduleTissue tissue = tissue_on(options, date.day);
  const auto added = added_density(form, seen.size, seen.solid, ground, tissue, options.seed);
  progress.report(0.3, "scanning");
  date.scan = scanned(ct, {&form.grid, &added}, scanner, progress);
  progress.report(0.8, "outlining");
  draw_raters(date, seen, options, n, draw_labels(date, seen, options.course.type));
  date.mass_mg = mass_mg(tissue, date.volume_mm3, date.solid_mm3);
  date.to_ct = scanner.to_ct;
  date.place = map_point(inverse(scanner.to_ct), scanner.centre);
  date.breathing_mm = scanner.shift;
  date.lung_density = scanner.lung_density;
  date.thickness_mm = scanner.thickness_mm;
  date.noise_hu = scanner.noise_hu;
  const NoduleContact contact = contact_of(form, seen.size, ground);
  date.wall_contact = contact.wall;
  date.vessel_contact = contact.vessel;
  return date;
}
}  // namespace

SimulatedNodule simulate_nodule(const Volume& ct, const NoduleOptions& options, const Progress& progress) {
  check(options);
  progress.report(0, "looking at the lung");
  const Volume hu = as_float(ct);
  std::vector<double> volumes{volume_at(options.course, 0)};
  for (double day : options.days) volumes.push_back(volume_at(options.course, day));
  const double radius = std::cbrt(0.75 * *std::max_element(volumes.begin(), volumes.end()) / std::numbers::pi);
  const double wide = std::clamp((options.course.spiculated ? 3.6 : 2.4) * radius + 12, 20.0, 60.0);
  const NoduleGround ground = nodule_ground(hu, options.place, wide);
  const NoduleForm form = nodule_form(ground, options, volumes);
  SimulatedNodule result{{}, options.course};
  const double count = static_cast<double>(options.days.size());
  for (std::size_t n = 0; n < options.days.size(); ++n) {
    const double done = static_cast<double>(n);
    result.dates.push_back(date_of(
        hu, ground, form, options, n,
        progress.part(0.2 + 0.8 * done / count, 0.2 + 0.8 * (done + 1) / count, "date " + std::to_string(n + 1))));
  }
  return result;
}

}  // namespace longview
