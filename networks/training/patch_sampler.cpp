#include "networks/training/patch_sampler.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace longview {

namespace {
// Where each voxel of a patch lies in the course: index = centre + matrix * (voxel - middle of the patch).
struct Placement {
  Vec3 centre{};
  Matrix3 matrix{1, 0, 0, 0, 1, 0, 0, 0, 1};
  double scale = 1;  // mm of the course a voxel of the patch
};

Vec3 voxel_of(const Course& course, std::uint32_t offset) {
  const auto x = static_cast<std::uint32_t>(course.size[0]), y = static_cast<std::uint32_t>(course.size[1]);
  return {static_cast<double>(offset % x), static_cast<double>(offset / x % y), static_cast<double>(offset / x / y)};
}

Vec3 centre_of(const Course& course, const SamplerOptions& options, Draw& draw) {
  const double kind = draw.uniform();
  if (kind < options.on_rim && !course.rim.empty())
    return voxel_of(course, course.rim[static_cast<std::size_t>(draw.whole(std::ssize(course.rim)))]);
  if (kind < options.on_rim + options.inside && !course.inside.empty())
    return voxel_of(course, course.inside[static_cast<std::size_t>(draw.whole(std::ssize(course.inside)))]);
  for (int attempt = 0; attempt < 50; ++attempt) {
    const auto offset = static_cast<std::uint32_t>(draw.whole(std::ssize(course.brain)));
    if (course.brain[offset]) return voxel_of(course, offset);
  }
  return {course.size[0] / 2.0, course.size[1] / 2.0, course.size[2] / 2.0};
}

// A left-right flip in half of the cases, turns of up to 10 degrees and sizes of 0.9 to 1.1 in a half
// (networks.md 1.5); front-back and up-down flips are ours: growth knows no up.
void turn(Placement& placement, Draw& draw) {
  Vec3 flip{draw.chance(0.5) ? -1.0 : 1.0, draw.chance(0.3) ? -1.0 : 1.0, draw.chance(0.3) ? -1.0 : 1.0};
  Affine turned;
  if (draw.chance(0.5)) {
    const double largest = 10 * std::numbers::pi / 180;
    turned = rigid({draw.uniform(-largest, largest), draw.uniform(-largest, largest), draw.uniform(-largest, largest)},
                   {0, 0, 0});
    placement.scale = draw.uniform(0.9, 1.1);
  }
  for (int r = 0; r < 3; ++r)
    for (int c = 0; c < 3; ++c) placement.matrix[3 * r + c] = turned.linear[3 * r + c] * flip[c] * placement.scale;
}

struct Corner {
  std::size_t low[3], high[3];
  double share[3];
  bool outside = false;
};

template <class T>
double sampled(const std::vector<T>& voxels, const Course& course, const Corner& at) {
  const auto nx = static_cast<std::size_t>(course.size[0]), nxy = nx * static_cast<std::size_t>(course.size[1]);
  double sum = 0;
  for (int n = 0; n < 8; ++n) {
    double weight = 1;
    std::size_t index[3];
    for (int c = 0; c < 3; ++c) {
      index[c] = n >> c & 1 ? at.high[c] : at.low[c];
      weight *= n >> c & 1 ? at.share[c] : 1 - at.share[c];
    }
    if (weight > 0) sum += weight * static_cast<double>(voxels[index[0] + nx * index[1] + nxy * index[2]]);
  }
  return sum;
}

std::vector<Corner> corners(const Course& course, const Placement& placement, const Steps& patch) {
  std::vector<Corner> all;
  all.reserve(static_cast<std::size_t>(patch[0] * patch[1] * patch[2]));
  for (std::int64_t z = 0; z < patch[0]; ++z)
    for (std::int64_t y = 0; y < patch[1]; ++y)
      for (std::int64_t x = 0; x < patch[2]; ++x) {
        const Vec3 from{static_cast<double>(x - patch[2] / 2), static_cast<double>(y - patch[1] / 2),
                        static_cast<double>(z - patch[0] / 2)};
        Corner corner;
        for (int r = 0; r < 3; ++r) {
          double at = placement.centre[r];
          for (int c = 0; c < 3; ++c) at += placement.matrix[3 * r + c] * from[c];
          corner.outside |= at < -0.5 || at > course.size[r] - 0.5;
          at = std::clamp(at, 0.0, course.size[r] - 1.0);
          corner.low[r] = static_cast<std::size_t>(at);
          corner.high[r] = std::min(corner.low[r] + 1, static_cast<std::size_t>(course.size[r] - 1));
          corner.share[r] = at - static_cast<double>(corner.low[r]);
        }
        all.push_back(corner);
      }
  return all;
}

template <class T>
at::Tensor channel(const std::vector<T>& voxels, const Course& course, const std::vector<Corner>& where,
                   const Steps& patch, double gain, double shift, bool zero_outside) {
  at::Tensor out = at::empty({1, 1, patch[0], patch[1], patch[2]}, at::kFloat);
  float* values = out.data_ptr<float>();
  for (std::size_t i = 0; i < where.size(); ++i)
    values[i] =
        static_cast<float>((where[i].outside && zero_outside ? 0 : sampled(voxels, course, where[i])) * gain + shift);
  return out;
}

// The same gain, shift and gamma for all dates: what changes between them must stay what the growth did.
void recolour(Batch& batch, Draw& draw) {
  const double gain = draw.uniform(0.9, 1.1), shift = draw.uniform(-0.05, 0.05), gamma = draw.uniform(0.85, 1.15);
  for (at::Tensor* image : {&batch.image, &batch.earlier_image, &batch.target_image}) {
    const at::Tensor v = ((*image + 1) * 0.5).clamp(0, 1).pow(gamma) * 2 - 1;
    *image = at::where(batch.brain > 0.5, (v * gain + shift).clamp(-1, 1), at::full({1}, -1.f));
  }
}
}  // namespace

Batch sample_patch(const Course& course, const Dates& dates, const SamplerOptions& options, Draw& draw) {
  Placement placement;
  placement.centre = centre_of(course, options, draw);
  for (int c = 0; c < 3; ++c) placement.centre[c] += draw.uniform(-4, 4);
  if (options.augment) turn(placement, draw);
  const std::vector<Corner> where = corners(course, placement, options.patch);
  const auto grey_level = [&](const auto& voxels) {
    return channel(voxels, course, where, options.patch, 1 / 127.5, -1, true);
  };
  const auto share = [&](const auto& voxels) {
    return channel(voxels, course, where, options.patch, 1 / 255.0, 0, true);
  };
  const auto distance = [&](int date) {
    return channel(course.dates[static_cast<std::size_t>(date)].distance, course, where, options.patch,
                   1 / (64 * placement.scale), 0, false);
  };
  const CourseDate& now = course.dates[static_cast<std::size_t>(dates.now)];
  const CourseDate& target = course.dates[static_cast<std::size_t>(dates.target)];
  Batch batch;
  batch.image = grey_level(now.image);
  batch.target_image = grey_level(target.image);
  batch.distance = distance(dates.now);
  batch.target_distance = distance(dates.target);
  batch.earlier_image =
      dates.earlier < 0 ? batch.image : grey_level(course.dates[static_cast<std::size_t>(dates.earlier)].image);
  batch.earlier_distance = dates.earlier < 0 ? batch.distance : distance(dates.earlier);
  batch.white = share(course.white);
  batch.grey = share(course.grey);
  batch.csf = share(course.csf);
  batch.brain = (channel(course.brain, course, where, options.patch, 1, 0, true) > 0.5).to(at::kFloat);
  batch.days = at::full({1}, static_cast<float>(target.day - now.day));
  batch.days_before = at::full(
      {1}, dates.earlier < 0 ? 1.f
                             : static_cast<float>(now.day - course.dates[static_cast<std::size_t>(dates.earlier)].day));
  if (options.augment) recolour(batch, draw);
  return batch;
}

Batch stack(const std::vector<Batch>& patches) {
  const auto together = [&](at::Tensor Batch::*member) {
    std::vector<at::Tensor> parts;
    for (const Batch& patch : patches) parts.push_back(patch.*member);
    return at::cat(parts, 0);
  };
  return {together(&Batch::image),         together(&Batch::distance),
          together(&Batch::earlier_image), together(&Batch::earlier_distance),
          together(&Batch::white),         together(&Batch::grey),
          together(&Batch::csf),           together(&Batch::brain),
          together(&Batch::target_image),  together(&Batch::target_distance),
          together(&Batch::days),          together(&Batch::days_before)};
}

}  // namespace longview
