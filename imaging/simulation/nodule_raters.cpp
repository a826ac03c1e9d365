#include "imaging/simulation/private/nodule_raters.h"

#include <algorithm>
#include <cmath>

#include "imaging/simulation/private/draws.h"
#include "imaging/simulation/private/smooth_noise.h"

namespace longview {

namespace {
constexpr double kLeast = 0.49, kMost = 1.25;  // mm, sd of the diameter between readers
constexpr double kKept = 0.7;
constexpr double kLine = 0.4, kAlong = 5;  // mm

// The sd of the diameter between the readers of this nodule.
double disagreement(const NoduleOptions& options) {
  const NoduleCourse& course = options.course;
  const double low = course.type == NoduleType::solid ? 0.5 : course.type == NoduleType::part_solid ? 0.65 : 0.75;
  const double drawn = Draws(options.seed, "readers disagree").log_uniform(low, 1.5 * low);
  return std::clamp(drawn * (course.spiculated ? 1.2 : 1), kLeast, kMost);
}

struct Ball {
  double radius = 0;
  float mean = 0;  // of the field on the surface
};

// The nodule's mean radius and the field's mean where its surface is.
Ball surface_mean(const NoduleForm& form, double size, const std::vector<float>& field) {
  const auto edge = static_cast<float>(form.grid.spacing[0]);
  double sum = 0, radius = 0, count = 0;
  for (std::size_t n = 0; n < field.size(); ++n)
    if (std::abs(form.distance(n, size)) < edge && form.open[n] > 0.5F)
      sum += static_cast<double>(field[n]), radius += static_cast<double>(form.radius[n]), ++count;
  return count > 0 ? Ball{radius / count, static_cast<float>(sum / count)} : Ball{};
}
}  // namespace

std::array<double, 4> rater_offsets(const NoduleOptions& options, std::size_t date) {
  const double sd = disagreement(options);
  std::array<double, 4> offset{};
  double mean = 0, square = 0;
  for (std::size_t r = 0; r < 4; ++r) {
    Draws always(options.seed, "reader", r), today(options.seed, "reader's day", 4 * date + r);
    offset[r] = std::sqrt(kKept) * always.normal() + std::sqrt(1 - kKept) * today.normal();
    mean += offset[r] / 4;
  }
  for (double o : offset) square += (o - mean) * (o - mean) / 3;
  for (double& o : offset) o = sd * (mean + (o - mean) / std::sqrt(std::max(square, 1e-9)));
  return offset;
}

std::vector<float> share_of_rater(const NoduleForm& form, double size, double offset_mm, std::uint64_t seed,
                                  std::size_t date, std::size_t rater) {
  const auto field = smooth_noise(form.grid, kAlong, Draws(seed, "reader's line", 4 * date + rater));
  const Ball ball = surface_mean(form, size, field);
  const auto edge = static_cast<float>(form.grid.spacing[0]), most = static_cast<float>(ball.radius / 2);
  std::vector<float> share(form.open.size());
  for (std::size_t n = 0; n < share.size(); ++n) {
    const float moved = static_cast<float>(offset_mm) / 2 + static_cast<float>(kLine) * (field[n] - ball.mean);
    share[n] = form.open[n] * filled(form.distance(n, size) - std::clamp(moved, -most, most), edge);
  }
  return share;
}

}  // namespace longview
