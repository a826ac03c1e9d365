#include "app/pipeline/standard_template.h"

#include "imaging/core/failure.h"
#include "imaging/preparation/standard_brain.h"
#include "imaging/registration/resample.h"

namespace longview {

namespace {
Volume mean_with_mirrors(const std::vector<Volume>& images) {
  const Grid grid = standard_grid();
  const auto nx = static_cast<std::size_t>(grid.size[0]);
  std::vector<float> mean(voxel_count(grid), 0);
  const float share = 0.5F / static_cast<float>(images.size());
  for (const Volume& image : images) {
    const auto values = voxels_of<float>(image);
    for (std::size_t n = 0; n < mean.size(); ++n) mean[n] += share * (values[n] + values[n - n % nx + nx - 1 - n % nx]);
  }
  return make_volume(grid, std::move(mean), "1");
}
}  // namespace

StandardTemplate make_standard_template(const std::vector<History>& cohort, const Volume& reference,
                                        std::vector<Problem>& problems, const Progress& progress) {
  const Volume start = resample(as_float(reference), standard_grid());
  const double n = static_cast<double>(cohort.size());
  std::vector<Volume> images;
  for (std::size_t i = 0; i < cohort.size(); ++i) {
    const double at = static_cast<double>(i);
    const PreparedTimepoint& date = cohort[i].timepoints.front();
    const StandardBrain brain =
        standard_brain(date.scan, mask_of(date.labels), start, progress.part(at / n, (at + 1) / n, cohort[i].patient));
    if (brain.fit.trusted)
      images.push_back(brain.image);
    else
      problems.push_back({Severity::warning, cohort[i].patient, brain.fit.verdict});
  }
  if (images.size() < 2)
    throw Failure("Fewer than two brains could be laid on the reference. Is it a brain in MNI space?");
  return {mean_with_mirrors(images), images.size()};
}

}  // namespace longview
