#include "networks/brain_labels/samples.h"

#include <algorithm>
#include <cmath>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/preparation/head_box.h"
#include "imaging/registration/resample.h"
#include "networks/brain_labels/appearance.h"
#include "networks/brain_labels/network.h"
#include "networks/core/private/tensor.h"

namespace longview::brain_labels {

namespace {
constexpr double kDegree = M_PI / 180;

// Where each voxel of a sample is read in the box, for grid_sampler: turn, stretch, mirror and shift.
at::Tensor places(const SampleSize& size, const at::Tensor& box, bool still, bool mirrored, Draw& draw) {
  const double turn = still ? 0 : 15 * kDegree;
  const Affine turned =
      rigid({turn * draw.uniform(-1, 1), 0.6 * turn * draw.uniform(-1, 1), 0.6 * turn * draw.uniform(-1, 1)}, {});
  const double sample_half[] = {size.x / 2.0, size.y / 2.0, size.z / 2.0};
  const double box_half[] = {box.size(2) / 2.0, box.size(1) / 2.0, box.size(0) / 2.0};
  at::Tensor theta = at::zeros({1, 3, 4});
  auto t = theta.accessor<float, 3>();
  for (int row = 0; row < 3; ++row) {
    const double stretch = still ? 1 : draw.uniform(0.88, 1.12);
    for (int column = 0; column < 3; ++column) {
      const double sign = mirrored && column == 0 ? -1 : 1;
      t[0][row][column] =
          static_cast<float>(sign * stretch * turned.linear[static_cast<std::size_t>(3 * row + column)] *
                             sample_half[column] / box_half[row]);
    }
    // Whole voxels where nothing is to be interpolated.
    const double shift = still ? static_cast<double>(draw.whole(7) - 3) : draw.uniform(-4, 4);
    t[0][row][3] = static_cast<float>(shift / box_half[row]);
  }
  return at::affine_grid_generator(theta, {1, 1, size.z, size.y, size.x}, false);
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

at::Tensor mirrored_values() {
  at::Tensor values = at::zeros({1 + kBrainStructures}, at::kByte);
  for (const BrainStructure& structure : brain_structures())
    values[structure.value] = static_cast<std::uint8_t>(structure.mirrored);
  return values;
}

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
  if (!head.skull && donor && draw.chance(0.75)) image = in_skull(image, head.labels, head.white, *donor, draw);
  const bool still = draw.chance(0.4), mirrored = draw.chance(0.5);
  const at::Tensor where = places(size, head.image, still, mirrored, draw);
  image = read(image, where, false);
  at::Tensor labels = read(head.labels, where, true).to(at::kByte);
  if (mirrored) labels = mirrored_values().index({labels.to(at::kLong)});
  image = with_another_look(image, labels, head.white, draw);
  const at::Tensor inside = labels > 0;
  const at::Tensor brain = image.masked_select(inside);
  // The brain that prediction finds by itself is a little too large or too small.
  const double mean = brain.mean().item<double>() * draw.uniform(0.93, 1.07);
  const double deviation = std::max(1e-3, brain.std().item<double>() * draw.uniform(0.85, 1.2));
  const std::int64_t first[] = {(head.image.size(0) - size.z) / 2, (head.image.size(1) - size.y) / 2,
                                (head.image.size(2) - size.x) / 2};
  const auto jitter = [&] { return draw.whole(9) - 4; };
  return {with_places(((image - mean) / deviation).clamp(-5, 5), first[0] + jitter(), first[1] + jitter(),
                      first[2] + jitter()),
          labels.contiguous()};
}

}  // namespace longview::brain_labels
