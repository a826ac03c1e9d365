#include "viewer/scene/volume_facts.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <utility>

namespace longview {
namespace {

// Results by block of voxels and a number that tells the questions apart; forgotten when the voxels are gone.
template <class Value>
class Remembered {
 public:
  template <class Make>
  Value get(const Volume& volume, double question, Make make) {
    const std::pair key{volume.voxels.get(), question};
    {
      std::lock_guard lock(mutex_);
      const auto found = entries_.find(key);
      if (found != entries_.end() && !found->second.owner.expired()) return found->second.value;
      std::erase_if(entries_, [](const auto& entry) { return entry.second.owner.expired(); });
    }
    Value value = make();
    std::lock_guard lock(mutex_);
    entries_.insert_or_assign(key, Entry{volume.voxels, value});
    return value;
  }

 private:
  struct Entry {
    std::weak_ptr<const void> owner;
    Value value;
  };
  std::mutex mutex_;
  std::map<std::pair<const void*, double>, Entry> entries_;
};

// Every n-th voxel along each axis, about `count` of them.
int sample_step(const Grid& grid, double count) {
  return std::max(1, static_cast<int>(std::cbrt(static_cast<double>(voxel_count(grid)) / count)));
}

template <class F>
void for_each_sample(const Grid& grid, int step, F f) {
  const auto nx = static_cast<std::size_t>(grid.size[0]), ny = static_cast<std::size_t>(grid.size[1]);
  for (int k = 0; k < grid.size[2]; k += grid.size[2] < 4 * step ? 1 : step)
    for (int j = 0; j < grid.size[1]; j += step)
      for (int i = 0; i < grid.size[0]; i += step)
        f(Size3{i, j, k},
          static_cast<std::size_t>(i) + nx * (static_cast<std::size_t>(j) + ny * static_cast<std::size_t>(k)));
}

// Otsu's threshold (IEEE Trans SMC 9, 1979) between the two groups of sorted values that differ most.
double otsu(const std::vector<double>& sorted) {
  constexpr int bins = 256;
  // The top half percent is left out, so that a few bright voxels do not squeeze all else into one bin.
  const double least = sorted.front(),
               most = sorted[static_cast<std::size_t>(0.995 * static_cast<double>(sorted.size() - 1))];
  if (!(most > least)) return least;
  std::array<double, bins> count{};
  for (const double v : sorted)
    ++count[static_cast<std::size_t>(std::min((v - least) / (most - least), 1.0) * (bins - 1))];
  double total = 0, sum = 0;
  for (int b = 0; b < bins; ++b) {
    total += count[static_cast<std::size_t>(b)];
    sum += b * count[static_cast<std::size_t>(b)];
  }
  double below = 0, sum_below = 0, best = -1;
  int best_bin = 0, last_best = 0;
  for (int b = 0; b < bins - 1; ++b) {
    below += count[static_cast<std::size_t>(b)];
    sum_below += b * count[static_cast<std::size_t>(b)];
    if (below == 0 || below == total) continue;
    const double apart = sum_below / below - (sum - sum_below) / (total - below);
    const double between = below * (total - below) * apart * apart;
    if (between > best * (1 + 1e-12)) {
      best = between;
      best_bin = b;
    }
    if (between >= best * (1 - 1e-12)) last_best = b;
  }
  // Where the groups lie apart, every threshold between them is as good: the middle one is taken.
  return least + ((best_bin + last_best) / 2.0 + 1.0) / bins * (most - least);
}

VolumeFacts facts_of(const Volume& volume) {
  std::vector<double> sample;
  visit_voxels(volume, [&](auto voxels) {
    for_each_sample(volume.grid, sample_step(volume.grid, 200000), [&](const Size3&, std::size_t at) {
      const auto v = static_cast<double>(voxels[at]);
      if (std::isfinite(v)) sample.push_back(v);
    });
  });
  if (sample.empty()) return {};
  std::sort(sample.begin(), sample.end());
  VolumeFacts facts{sample.front(), sample.back(), sample.front(), sample.front(), sample.back()};
  if (facts.most > facts.least) {
    // Air is dark and even: well below the threshold that parts it from bright tissue is body.
    facts.body = facts.least + 0.4 * (otsu(sample) - facts.least);
    const auto first = std::upper_bound(sample.begin(), sample.end(), facts.body);
    const double inside = static_cast<double>(sample.end() - first);
    if (inside > 0) {
      facts.low = *(first + static_cast<std::ptrdiff_t>(0.01 * (inside - 1)));
      facts.high = *(first + static_cast<std::ptrdiff_t>(0.99 * (inside - 1)));
    }
  }
  if (!(facts.high > facts.low)) facts.high = facts.low + 1;
  return facts;
}

double usual_size_of(const Volume& volume) {
  std::vector<double> sizes;
  visit_voxels(volume, [&](auto voxels) {
    for_each_sample(volume.grid, sample_step(volume.grid, 200000), [&](const Size3&, std::size_t at) {
      const double size = std::abs(static_cast<double>(voxels[at]));
      if (std::isfinite(size) && size > 0) sizes.push_back(size);
    });
  });
  if (sizes.empty()) return 0;
  const auto place = sizes.begin() + static_cast<std::ptrdiff_t>(0.995 * static_cast<double>(sizes.size() - 1));
  std::nth_element(sizes.begin(), place, sizes.end());
  return *place;
}

Grid body_box_of(const Volume& volume) {
  const double body = volume_facts(volume).body;
  const Grid& grid = volume.grid;
  std::array<std::vector<int>, 3> inside, all;
  for (std::size_t c = 0; c < 3; ++c) {
    inside[c].resize(static_cast<std::size_t>(grid.size[c]));
    all[c].resize(static_cast<std::size_t>(grid.size[c]));
  }
  visit_voxels(volume, [&](auto voxels) {
    for_each_sample(grid, sample_step(grid, 200000), [&](const Size3& index, std::size_t at) {
      for (std::size_t c = 0; c < 3; ++c) {
        ++all[c][static_cast<std::size_t>(index[c])];
        inside[c][static_cast<std::size_t>(index[c])] += static_cast<double>(voxels[at]) > body;
      }
    });
  });
  Size3 first{}, last{};
  for (std::size_t c = 0; c < 3; ++c) {
    // A plane belongs to the body when a hundredth of it does: single bright voxels in the air do not count.
    const auto belongs = [&](int i) {
      const auto p = static_cast<std::size_t>(i);
      return all[c][p] > 0 && inside[c][p] * 100 > all[c][p];
    };
    first[c] = 0;
    last[c] = grid.size[c] - 1;
    while (first[c] < last[c] && !belongs(first[c])) ++first[c];
    while (last[c] > first[c] && !belongs(last[c])) --last[c];
    if (first[c] == last[c]) return grid;
  }
  return sub_grid(grid, first, last);
}

std::optional<Grid> find_box(const Volume& volume, double level) {
  Size3 first = volume.grid.size, last{-1, -1, -1};
  visit_voxels(volume, [&](auto voxels) {
    for_each_sample(volume.grid, 1, [&](const Size3& index, std::size_t at) {
      if (!(static_cast<double>(voxels[at]) >= level)) return;
      for (std::size_t c = 0; c < 3; ++c) {
        first[c] = std::min(first[c], index[c]);
        last[c] = std::max(last[c], index[c]);
      }
    });
  });
  if (last[0] < 0) return std::nullopt;
  return sub_grid(volume.grid, first, last);
}

}  // namespace

VolumeFacts volume_facts(const Volume& volume) {
  static Remembered<VolumeFacts> remembered;
  if (!volume.voxels) return {};
  return remembered.get(volume, 0, [&] { return facts_of(volume); });
}

double usual_size(const Volume& volume) {
  static Remembered<double> remembered;
  if (!volume.voxels) return 0;
  return remembered.get(volume, 0, [&] { return usual_size_of(volume); });
}

Grid body_box(const Volume& volume) {
  static Remembered<Grid> remembered;
  if (!volume.voxels) return volume.grid;
  return remembered.get(volume, 0, [&] { return body_box_of(volume); });
}

std::optional<Grid> box_above(const Volume& volume, double level) {
  static Remembered<std::optional<Grid>> remembered;
  if (!volume.voxels) return std::nullopt;
  return remembered.get(volume, level, [&] { return find_box(volume, level); });
}

GreyWindow shown_window(const Scene& scene, int timepoint, const Volume& volume) {
  const auto found = scene.windows.find(timepoint);
  if (found != scene.windows.end() && found->second.width > 0) return found->second;
  const VolumeFacts facts = volume_facts(volume);
  return {(facts.low + facts.high) / 2, facts.high - facts.low};
}

const Series* shown_series_of(const Timepoint& timepoint) {
  const Series* best = nullptr;
  for (const auto& series : timepoint.series)
    if (series.volume && series.volume->voxels && (!best || voxel_count(series.grid) > voxel_count(best->grid)))
      best = &series;
  return best;
}

Volume shown_mask(const LabelMap& map, std::optional<int> value) {
  static Remembered<Volume> remembered;
  return remembered.get(map.voxels, value ? *value : -1.0, [&] { return mask_of(map, value); });
}

}  // namespace longview
