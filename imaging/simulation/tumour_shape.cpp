#include "imaging/simulation/private/tumour_shape.h"

#include <algorithm>
#include <cmath>

#include "imaging/measurement/distances.h"
#include "imaging/simulation/private/draws.h"
#include "imaging/simulation/private/smooth_noise.h"

namespace longview {

namespace {
constexpr double kMargin = 22;    // mm around the tumour: as far as oedema reaches
constexpr float kNowhere = 1000;  // mm

struct Box {
  Size3 first{}, last{-1, -1, -1};
};

Box box_of(const Volume& density, double threshold) {
  const auto cells = voxels_of<float>(density);
  const Size3& size = density.grid.size;
  Box box{size, {-1, -1, -1}};
  std::size_t n = 0;
  for (int k = 0; k < size[2]; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i, ++n) {
        if (!(static_cast<double>(cells[n]) > threshold)) continue;
        const Size3 at{i, j, k};
        for (std::size_t a = 0; a < 3; ++a) {
          box.first[a] = std::min(box.first[a], at[a]);
          box.last[a] = std::max(box.last[a], at[a]);
        }
      }
  for (std::size_t a = 0; a < 3 && box.last[0] >= 0; ++a) {
    const int margin = static_cast<int>(std::ceil(kMargin / density.grid.spacing[a]));
    box.first[a] = std::max(0, box.first[a] - margin);
    box.last[a] = std::min(size[a] - 1, box.last[a] + margin);
  }
  return box;
}

std::vector<float> distances(const Grid& grid, std::vector<std::uint8_t> inside) {
  const Volume distance = signed_distance(make_volume(grid, std::move(inside)));
  const auto d = voxels_of<float>(distance);
  return {d.begin(), d.end()};
}

// The field of the whole anatomy's grid, seen in the box: so it stays where it is from date to date.
std::vector<float> patient_noise(const Grid& whole, const Box& box, double correlation, const Draws& draws) {
  const auto field = smooth_noise(whole, correlation, draws);
  std::vector<float> part;
  for (int k = box.first[2]; k <= box.last[2]; ++k)
    for (int j = box.first[1]; j <= box.last[1]; ++j) {
      const auto row = field.begin() + (static_cast<std::ptrdiff_t>(k) * whole.size[1] + j) * whole.size[0];
      part.insert(part.end(), row + box.first[0], row + box.last[0] + 1);
    }
  return part;
}

Volume share_inside(const Grid& box, const std::vector<float>& distance, const std::vector<float>& less) {
  const auto h = static_cast<float>(*std::min_element(box.spacing.begin(), box.spacing.end()));
  const auto share = [&](float d) { return std::clamp(0.5F - d / h, 0.0F, 1.0F); };
  std::vector<float> result(distance.size());
  for (std::size_t n = 0; n < result.size(); ++n)
    result[n] = share(distance[n]) * (less.empty() ? 1.0F : 1.0F - share(less[n]));
  return make_volume(box, std::move(result), "1");
}
}  // namespace

TumourShape shape_of(const Volume& density, const GliomaThresholds& thresholds, std::uint64_t seed) {
  const Box box = box_of(density, thresholds.visible);
  TumourShape shape;
  if (box.last[0] < 0) return shape;
  shape.box = sub_grid(density.grid, box.first, box.last);
  shape.first = box.first;
  std::vector<float> cells;
  std::vector<std::uint8_t> visible;
  for (int k = box.first[2]; k <= box.last[2]; ++k)
    for (int j = box.first[1]; j <= box.last[1]; ++j) {
      const std::size_t row =
          (static_cast<std::size_t>(k) * static_cast<std::size_t>(density.grid.size[1]) + static_cast<std::size_t>(j)) *
          static_cast<std::size_t>(density.grid.size[0]);
      for (int i = box.first[0]; i <= box.last[0]; ++i) {
        cells.push_back(voxels_of<float>(density)[row + static_cast<std::size_t>(i)]);
        visible.push_back(static_cast<double>(cells.back()) > thresholds.visible);
      }
    }
  shape.border = distances(shape.box, std::move(visible));

  // A border as in glioma-btp: 2.5 to 5.5 mm thick, ragged inside, thicker and thinner in places.
  Draws draws(seed, "border");
  const auto thickness = static_cast<float>(draws.uniform(2.5, 5.5)),
             ragged = static_cast<float>(draws.uniform(1.0, 2.4));
  const auto slow = patient_noise(density.grid, box, 9, Draws(seed, "border, slow"));
  const auto quick = patient_noise(density.grid, box, 4, Draws(seed, "border, quick"));
  std::vector<std::uint8_t> dead(cells.size());
  std::size_t deaths = 0;
  for (std::size_t n = 0; n < cells.size(); ++n) {
    const float depth = thickness + ragged * slow[n] + quick[n];
    dead[n] = static_cast<double>(cells[n]) > thresholds.necrosis && -shape.border[n] > std::max(1.5F, depth);
    deaths += dead[n];
    if (std::abs(shape.border[n]) < 5) shape.border[n] += 0.7F * quick[n] + 0.5F * slow[n];
  }
  // Small tumours are solid.
  if (static_cast<double>(deaths) * voxel_volume_mm3(shape.box) < 60)
    shape.core.assign(cells.size(), kNowhere);
  else
    shape.core = distances(shape.box, std::move(dead));
  return shape;
}

Drawn drawn(const TumourShape& shape, bool as_by_hand, std::uint64_t seed, std::uint64_t date) {
  std::vector<float> border = shape.border, core = shape.core;
  if (as_by_hand) {
    const auto outer = smooth_noise(shape.box, 6, Draws(seed, "reader, border", date));
    const auto inner = smooth_noise(shape.box, 6, Draws(seed, "reader, core", date));
    for (std::size_t n = 0; n < border.size(); ++n) {
      border[n] += 0.5F * outer[n];
      core[n] += 0.5F * inner[n];
    }
  }
  return {share_inside(shape.box, border, core), share_inside(shape.box, core, {})};
}

}  // namespace longview
