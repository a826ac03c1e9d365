#include "app/pipeline/standard_template.h"

#include "imaging/core/failure.h"
#include "imaging/preparation/standard_brain.h"
#include "imaging/registration/resample.h"

namespace longview {

namespace {
constexpr int kRounds = 1;

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

Volume make_standard_template(const std::vector<History>& cohort, const Volume& reference,
                              std::vector<Problem>& problems, const Progress& progress) {
  Volume mean = resample(as_float(reference), standard_grid());
  const double n = kRounds * static_cast<double>(cohort.size());
  double done = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Volume> images;
    for (const History& history : cohort) {
      const Progress part = progress.part(done / n, (done + 1) / n, history.patient);
      ++done;
      const PreparedTimepoint& date = history.timepoints.front();
      const StandardBrain brain = standard_brain(date.scan, mask_of(date.labels), mean, part);
      if (brain.fit.trusted) {
        images.push_back(brain.image);
      } else if (round == 0) {
        problems.push_back({Severity::warning, history.patient, brain.fit.verdict});
      }
    }
    if (images.size() < 2)
      throw Failure("Fewer than two brains could be laid on the reference. Is it a brain in MNI space?");
    mean = mean_with_mirrors(images);
  }
  return mean;
}

}  // namespace longview
