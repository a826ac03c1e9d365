#include "networks/brain_labels/samples.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/preparation/head_box.h"
#include "imaging/registration/resample.h"
#include "networks/brain_labels/appearance.h"
#include "networks/core/private/tensor.h"
#include "networks/layers/label_network.h"

namespace longview::brain_labels {

namespace {
constexpr double kDegree = M_PI / 180;

// A part of the whole box: the middle's distance from the box's middle, in voxels x, y, z.
struct Part {
  std::array<std::int64_t, 3> middle{};
};

Part drawn_part(const SampleSize& size, const at::Tensor& box, Draw& draw) {
  const std::int64_t sizes[] = {size.x, size.y, size.z};
  Part part;
  for (int axis = 0; axis < 3; ++axis) {
    // Not into the corners, which hold no brain.
    const std::int64_t range = std::max<std::int64_t>(1, (box.size(2 - axis) - sizes[axis]) * 2 / 5);
    part.middle[static_cast<std::size_t>(axis)] = draw.whole(2 * range + 1) - range;
  }
  return part;
}

// Where each voxel of the part is read in the box, for grid_sampler: the whole head turned, stretched, mirrored and
// shifted.
at::Tensor places(const SampleSize& size, const Part& part, const at::Tensor& box, bool still, bool mirrored,
                  Draw& draw) {
  const double turn = still ? 0 : 15 * kDegree;
  const Affine turned =
      rigid({turn * draw.uniform(-1, 1), 0.6 * turn * draw.uniform(-1, 1), 0.6 * turn * draw.uniform(-1, 1)}, {});
  const double sample_half[] = {size.x / 2.0, size.y / 2.0, size.z / 2.0};
  at::Tensor theta = at::zeros({1, 3, 4});
  auto t = theta.accessor<float, 3>();
  for (int row = 0; row < 3; ++row) {
    const double stretch = still ? 1 : draw.uniform(0.88, 1.12), half = static_cast<double>(box.size(2 - row)) / 2;
    // Whole voxels where nothing is to be interpolated.
    double place = still ? static_cast<double>(draw.whole(7) - 3) : draw.uniform(-4, 4);
    for (int column = 0; column < 3; ++column) {
      const auto c = static_cast<std::size_t>(column);
      const double sign = mirrored && column == 0 ? -1 : 1;
      const double entry = sign * stretch * turned.linear[static_cast<std::size_t>(3 * row) + c];
      t[0][row][column] = static_cast<float>(entry * sample_half[column] / half);
      place += entry * static_cast<double>(part.middle[c]);
    }
    t[0][row][3] = static_cast<float>(place / half);
  }
  return at::affine_grid_generator(theta, {1, 1, size.z, size.y, size.x}, false);
}

struct Level {
  double mean = 0, deviation = 1;
};

Level level_of(const at::Tensor& image, const at::Tensor& inside) {
  const at::Tensor brain = image.masked_select(inside);
  if (brain.numel() < 100) return {};
  return {brain.mean().item<double>(), std::max(1e-3, brain.std().item<double>())};
}

at::Tensor read(const at::Tensor& volume, const at::Tensor& where, bool nearest) {
  return at::grid_sampler(volume.to(at::kFloat).unsqueeze(0).unsqueeze(0), where, nearest ? 1 : 0, 0, false)[0][0];
}

// The donor's skull around this brain; what was the donor's brain and is not this one's becomes fluid.
at::Tensor in_skull(const at::Tensor& image, const at::Tensor& labels, double white, const LabelledHead& donor,
                    Draw& draw) {
  const at::Tensor outside = (donor.labels == 0).to(at::kFloat);
  const double fluid = draw.uniform(0.1, 0.3) * white;
  const at::Tensor around = donor.image.to(at::kFloat) * (white / donor.white) * outside + (1 - outside) * fluid;
  return at::where(labels > 0, image, around);
}
}  // namespace

LabelledHead labelled_head(const History& history) {
  if (history.timepoints.empty()) throw Failure(history.patient + " has no scan.");
  const PreparedTimepoint& date = history.timepoints.front();
  const LabelMap structures = brain_structures_from(date.labels);
  const HeadBox box = head_box(date.scan, mask_of(structures));
  const Volume labels = resample(structures.voxels, box.head.grid, {}, Interpolation::nearest);
  LabelledHead head;
  head.patient = history.patient;
  head.labels = tensor_of(labels).to(at::kByte).clone();
  const at::Tensor values = tensor_of(box.head).clamp_min(0);
  at::Tensor white = at::zeros_like(head.labels, at::kBool);
  for (const BrainStructure& structure : brain_structures())
    if (structure.tissue == Tissue::white) white = white.logical_or(head.labels == structure.value);
  const double level = values.masked_select(white).mean().item<double>();
  constexpr double white_units = 110;  // bright fat and vessels up to 2.3 times white matter
  head.image = (values * (white_units / level)).round().clamp(0, 255).to(at::kByte);
  head.white = white_units;
  head.skull = (head.image > 0.15 * white_units).logical_and(head.labels == 0).sum().item<std::int64_t>() > 20000;
  return head;
}

LabelSample sample(const LabelledHead& head, const LabelledHead* donor, const SampleSize& size, Draw& draw) {
  at::Tensor image = head.image.to(at::kFloat);
  const Level whole = level_of(image, head.labels > 0);
  if (!head.skull && donor && draw.chance(0.75)) image = in_skull(image, head.labels, head.white, *donor, draw);
  const bool still = draw.chance(0.4), mirrored = draw.chance(0.5);
  const Part part = drawn_part(size, head.image, draw);
  const at::Tensor where = places(size, part, head.image, still, mirrored, draw);
  image = read(image, where, false);
  at::Tensor labels = read(head.labels, where, true).to(at::kByte);
  if (mirrored) labels = mirrored_structures().index({labels.to(at::kLong)});
  const Level before = level_of(image, labels > 0);
  image = with_another_look(image, labels, head.white, draw);
  const Level after = level_of(image, labels > 0);
  // The whole brain's mean and deviation after the change of look, from this part's; and the brain that prediction
  // finds by itself is a little too large or too small.
  const double mean = whole.mean + (after.mean - before.mean) + 0.05 * whole.mean * draw.uniform(-1, 1);
  const double deviation =
      whole.deviation * std::clamp(after.deviation / before.deviation, 0.3, 3.0) * draw.uniform(0.85, 1.2);
  const auto first = [&](int axis, std::int64_t length) {
    return (head.image.size(2 - axis) - length) / 2 + part.middle[static_cast<std::size_t>(axis)] + draw.whole(9) - 4;
  };
  return {with_places(((image - mean) / deviation).clamp(-5, 5), first(2, size.z), first(1, size.y), first(0, size.x)),
          labels.contiguous()};
}

}  // namespace longview::brain_labels
