#include "networks/gp_gan/simulated_course.h"

#include <cmath>

#include "imaging/measurement/volumes.h"
#include "imaging/preparation/intensity.h"
#include "imaging/registration/resample.h"
#include "imaging/simulation/glioma_study.h"
#include "networks/core/private/samples.h"

namespace longview::gp_gan {

namespace {
constexpr int dates = 4;
std::vector<double> drawn_days(Draw& draw) {
  std::vector<double> days{0};
  const bool regular = draw.chance(0.5);
  const double step = draw.uniform(40, 130);
  for (int i = 1; i < dates; ++i) {
    const double interval =
        regular ? step * draw.uniform(0.8, 1.25) : std::exp(draw.uniform(std::log(20.0), std::log(250.0)));
    days.push_back(days.back() + std::round(interval));
  }
  return days;
}

// A T1 on its own scale from the prepared image: positive inside the brain, 0 outside.
Volume raw_of(const PreparedTimepoint& anatomy) {
  const Volume image = as_float(anatomy.image);
  const auto prepared = voxels_of<float>(image);
  const auto brain = voxels_of<std::uint8_t>(anatomy.brain);
  std::vector<float> raw(prepared.size());
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = brain[i] ? 500 * (prepared[i] + 1.05f) : 0.f;
  return make_volume(image.grid, std::move(raw));
}

PreparedTimepoint prepared(const SimulatedDate& date, const PreparedTimepoint& anatomy, const Grid& grid) {
  PreparedTimepoint timepoint = anatomy;
  const Volume scan = resample(date.scan, grid);
  const Volume mask = mask_of(date.labels, 1);
  timepoint.lesion = resample_mask(mask, grid);
  const IntensityScale scale = intensity_scale(scan, anatomy.brain, timepoint.lesion);
  timepoint.image = to_prepared(scan, anatomy.brain, scale);
  timepoint.day = date.day;
  timepoint.sequence = "ce-T1w";
  timepoint.native_grid = date.scan.grid;
  timepoint.lesion_given = true;
  timepoint.lesion_ml = volume_ml(mask);
  return timepoint;
}
}  // namespace

History simulated_history(const History& anatomy, std::uint64_t seed, const Progress& progress) {
  Draw draw(seed, "gp_gan simulated course");
  GliomaStudyOptions options;
  options.days = drawn_days(draw);
  options.seed = draw.bits();
  options.slice_thickness_mm = draw.chance(0.5) ? 0 : draw.uniform(2, 7);
  options.misaligned = false;  // but for what a registration leaves, which the simulator adds
  const PreparedTimepoint& healthy = anatomy.timepoints.front();
  const SimulatedGlioma glioma =
      simulate_glioma(raw_of(healthy), healthy.brain, {healthy.white, healthy.grey}, options, progress);
  History history;
  history.patient = anatomy.patient;
  history.grid = anatomy.grid;
  history.simulated = true;
  for (const SimulatedDate& date : glioma.dates) history.timepoints.push_back(prepared(date, healthy, history.grid));
  return history;
}

}  // namespace longview::gp_gan
