#include "imaging/simulation/glioma_study.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "imaging/core/failure.h"
#include "imaging/simulation/private/acquisition.h"
#include "imaging/simulation/private/appearance.h"
#include "imaging/simulation/private/course.h"
#include "imaging/simulation/private/mass_effect.h"
#include "imaging/simulation/private/tumour_shape.h"

namespace longview {

namespace {
void check(const Volume& anatomy, const Volume& brain, const TissueField& tissue, const GliomaStudyOptions& options) {
  for (const Volume* other : {&brain, &tissue.white, &tissue.grey})
    if (!same_grid(anatomy.grid, other->grid))
      throw Failure("Anatomy, brain mask and tissue maps must lie on one grid; resample them first.");
  if (options.days.empty())
    throw Failure("A simulated study needs at least one date; give its days, such as 0,90,180.");
  for (std::size_t n = 1; n < options.days.size(); ++n)
    if (!(options.days[n] > options.days[n - 1])) throw Failure("The days of a simulated study must ascend.");
  if (options.slice_thickness_mm < 0 || options.slice_thickness_mm > 20)
    throw Failure("A slice thickness lies between 0 (as the anatomy) and 20 mm.");
}

// Skull and scalp were removed before: hardly anything is left outside the brain.
bool is_stripped(const Volume& anatomy, const Volume& brain) {
  const auto values = voxels_of<float>(anatomy);
  const auto inside = voxels_of<std::uint8_t>(brain);
  std::size_t brain_count = 0, outside = 0;
  for (std::size_t n = 0; n < values.size(); n += 7) {
    brain_count += inside[n] != 0;
    outside += inside[n] == 0 && values[n] > 0;
  }
  return outside * 10 < brain_count;
}

// One factor for all dates, so that the push grows and falls with the tumour; its largest peak is the one asked for.
std::vector<Displacement> room_made(const Densities& densities, const TissueField& tissue, const Volume& brain,
                                    double peak_mm) {
  std::vector<Displacement> pushes;
  double peak = 0;
  for (const Volume& density : densities.at) {
    pushes.push_back(peak_mm > 0 ? push_of(density, tissue, brain) : Displacement{.fine = density.grid});
    peak = std::max(peak, pushes.back().peak_mm());
  }
  for (Displacement& push : pushes) push = backward_of(push.scaled(peak > 0 ? peak_mm / peak : 0));
  return pushes;
}
}  // namespace

SimulatedGlioma simulate_glioma(const Volume& anatomy, const Volume& brain, const TissueField& tissue,
                                const GliomaStudyOptions& options, const Progress& progress) {
  check(anatomy, brain, tissue, options);
  const Volume image = as_float(anatomy);
  const TissueField maps{as_float(tissue.white), as_float(tissue.grey)};
  const TumourCourse course = draw_course(brain, maps, options);
  const Densities densities = densities_of(course, maps, options.days, options.seed, progress.part(0, 0.4));
  const auto room = room_made(densities, maps, brain, course.growth.mass_effect_mm);
  const double white = white_level(image, maps.white);
  const bool stripped = is_stripped(image, brain);

  SimulatedGlioma result{{}, course.growth, course.after, course.thresholds, densities.age_days, course.course};
  for (std::size_t n = 0; n < options.days.size(); ++n) {
    const double share = static_cast<double>(n) / static_cast<double>(options.days.size());
    progress.report(0.4 + 0.6 * share, "scanning date " + std::to_string(n + 1));
    const auto moved = displaced({image, densities.at[n], maps.white}, room[n]);
    const Volume& density = moved[1];
    const TumourShape shape = shape_of(density, course.thresholds, options.seed);
    const Volume head = with_tumour(moved[0], density, moved[2], shape, {white, options.seed, course.thresholds});
    const Pose pose = pose_of(brain, options, n);
    SimulatedDate date;
    date.day = options.days[n];
    date.density = density;
    date.to_anatomy = pose.to_anatomy;
    date.scan = received(seen(head, pose), {white, options.noise, stripped, options.seed, n});
    date.labels = labels_seen(shape.border.empty() ? Drawn{} : drawn(shape, options.noise, options.seed, n), pose);
    result.dates.push_back(std::move(date));
  }
  return result;
}

}  // namespace longview
