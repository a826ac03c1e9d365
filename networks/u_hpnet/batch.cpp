#include "networks/u_hpnet/batch.h"

#include <algorithm>
#include <functional>

#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"
#include "networks/core/private/tensor.h"

namespace longview::u_hpnet {

namespace {
constexpr double growth_mm = 2;
constexpr std::int64_t flat_size = 128;
constexpr double farthest = 60;  // mm; where nothing is drawn at all

Volume ct_of(const NoduleCase& one, std::size_t date) {
  std::vector<float> values;
  values.reserve(one.ct[date].size());
  for (const std::uint8_t byte : one.ct[date]) values.push_back(static_cast<float>(byte) / 255);
  return make_volume(crop_grid({0, 0, 0}), std::move(values));
}

at::Tensor distance_to(const Volume& mask) {
  return tensor_of(signed_distance(mask)).clamp(-farthest, farthest).clone();
}

// One slice [y, x] at half the spacing, framed: [1, 1, 1, 128, 128].
at::Tensor flat(const at::Tensor& volume, std::int64_t slice) {
  const at::Tensor fine =
      at::upsample_bilinear2d(volume[slice].unsqueeze(0).unsqueeze(0), {2 * crop_size, 2 * crop_size}, false);
  const std::int64_t frame = (flat_size - 2 * crop_size) / 2;
  return at::replication_pad2d(fine, {frame, frame, frame, frame}).unsqueeze(2);
}

std::int64_t fullest_slice(const at::Tensor& distance) {
  return (distance < 0).sum({1, 2}).argmax().item<std::int64_t>();
}

at::Tensor shaped(const at::Tensor& volume, std::int64_t slice, int dimensions) {
  return dimensions == 2 ? flat(volume, slice) : volume.unsqueeze(0).unsqueeze(0);
}

at::Tensor joined(const std::vector<Batch>& parts, const std::function<at::Tensor(const Batch&)>& part) {
  std::vector<at::Tensor> tensors;
  for (const Batch& batch : parts) tensors.push_back(part(batch));
  return at::cat(tensors, 0);
}

void mirror(Batch& batch, int dimensions, Draw& draw) {
  std::vector<std::int64_t> axes;
  for (std::int64_t axis = dimensions == 2 ? 3 : 2; axis < 5; ++axis)
    if (draw.chance(0.5)) axes.push_back(axis);
  for (at::Tensor* tensor : {&batch.known.image, &batch.known.distance, &batch.target.mask})
    *tensor = tensor->flip(axes);
}

Pair drawn_pair(const Cases& cases, Draw& draw) {
  Pair pair;
  pair.of = cases[static_cast<std::size_t>(draw.whole(std::ssize(cases)))].get();
  const std::int64_t dates = std::ssize(pair.of->days);
  pair.first = static_cast<std::size_t>(draw.whole(dates - 1));
  pair.second =
      pair.first + 1 + static_cast<std::size_t>(draw.whole(dates - 1 - static_cast<std::int64_t>(pair.first)));
  pair.reader = static_cast<std::size_t>(draw.whole(readers));
  return pair;
}

bool drawn_in(const std::vector<std::uint8_t>& bits) {
  return std::any_of(bits.begin(), bits.end(), [](std::uint8_t byte) { return byte != 0; });
}
}  // namespace

double spacing_of(int dimensions) { return dimensions == 2 ? 0.5 : 1; }

int class_of(double change_mm) { return change_mm >= growth_mm ? 2 : change_mm <= -growth_mm ? 0 : 1; }

double change_of(const Pair& pair) {
  return ball_diameter(pair.of->volumes_mm3[pair.second]) - ball_diameter(pair.of->volumes_mm3[pair.first]);
}

Known known_of(const Volume& ct, const Volume& mask, double days, int dimensions) {
  const at::Tensor distance = distance_to(mask);
  if ((distance < 0).sum().item<std::int64_t>() == 0)
    throw Failure("The nodule is too small to be seen in cubes of 1 mm.");
  const std::int64_t slice = fullest_slice(distance);
  Known known;
  known.image = shaped(tensor_of(ct).clone(), slice, dimensions);
  known.distance = shaped(distance, slice, dimensions);
  known.days = at::full({1}, days, at::kFloat);
  known.diameter_mm = diameter_of((known.distance < 0).to(at::kFloat), spacing_of(dimensions), dimensions);
  return known;
}

Batch batch_of(const Pair& pair, int dimensions) {
  const NoduleCase& one = *pair.of;
  const Volume mask = unpacked_bits(one.outlines[pair.first][pair.reader]);
  Batch batch;
  batch.known = known_of(ct_of(one, pair.first), mask, one.days[pair.second] - one.days[pair.first], dimensions);
  const at::Tensor later = distance_to(unpacked_bits(one.outlines[pair.second][pair.reader]));
  batch.target.mask = (shaped(later, fullest_slice(distance_to(mask)), dimensions) < 0).to(at::kFloat);
  const double change = change_of(pair);
  batch.target.change_mm = at::full({1}, change, at::kFloat);
  batch.target.classes = at::full({1}, class_of(change), at::kLong);
  return batch;
}

Batch drawn_batch(const Cases& cases, int count, int dimensions, Draw& draw) {
  std::vector<Batch> parts;
  for (int attempt = 0; std::ssize(parts) < count; ++attempt) {
    if (attempt > 1000 * count)
      throw Failure("None of the kept nodules has an outline. Delete them: they are made again.");
    const Pair pair = drawn_pair(cases, draw);
    if (!drawn_in(pair.of->outlines[pair.first][pair.reader])) continue;
    parts.push_back(batch_of(pair, dimensions));
    mirror(parts.back(), dimensions, draw);
  }
  return {{joined(parts, [](const Batch& b) { return b.known.image; }),
           joined(parts, [](const Batch& b) { return b.known.distance; }),
           joined(parts, [](const Batch& b) { return b.known.days; }),
           joined(parts, [](const Batch& b) { return b.known.diameter_mm; })},
          {joined(parts, [](const Batch& b) { return b.target.mask; }),
           joined(parts, [](const Batch& b) { return b.target.change_mm; }),
           joined(parts, [](const Batch& b) { return b.target.classes; })}};
}

at::Tensor class_shares(const Cases& cases) {
  at::Tensor shares = at::full({3}, 1e-3);
  for (const auto& one : cases)
    for (std::size_t i = 0; i < one->days.size(); ++i)
      for (std::size_t j = i + 1; j < one->days.size(); ++j)
        shares.data_ptr<float>()[class_of(change_of({one.get(), i, j, 0}))] += 1;
  return shares / shares.sum();
}

at::Tensor balancing(const at::Tensor& shares) { return (1 / (3 * shares)).clamp_max(5); }

}  // namespace longview::u_hpnet
