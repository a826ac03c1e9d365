#include "app/window/scene_steps.h"

#include <algorithm>
#include <cmath>

#include "viewer/scene/linking.h"

namespace longview {
namespace {

int count_of(const Study& study) { return static_cast<int>(study.timepoints.size()); }

const Timepoint* timepoint_of(const Study& study, int index) {
  return index >= 0 && index < count_of(study) ? &study.timepoints[static_cast<std::size_t>(index)] : nullptr;
}

// Back-tests are visited after all else, as the tree lists them.
std::vector<int> order_of(const Study& study) {
  std::vector<int> order;
  for (const bool backtests : {false, true})
    for (int i = 0; i < count_of(study); ++i) {
      const Timepoint& timepoint = study.timepoints[static_cast<std::size_t>(i)];
      if ((timepoint.kind == TimepointKind::backtest) == backtests && !timepoint.series.empty()) order.push_back(i);
    }
  return order;
}

}  // namespace

const Series* shown_series(const Timepoint& timepoint) {
  const Series* best = nullptr;
  for (const auto& series : timepoint.series)
    if (series.volume && (!best || voxel_count(series.grid) > voxel_count(best->grid))) best = &series;
  return best;
}

Vec3 to_scan(const Timepoint& timepoint, const Vec3& point) {
  return timepoint.from_study ? map_point(timepoint.from_study->from_study, point) : point;
}

Vec3 to_study(const Timepoint& timepoint, const Vec3& point) {
  return timepoint.from_study ? map_point(inverse(timepoint.from_study->from_study), point) : point;
}

Scene first_scene(const Study& study) {
  Scene scene;
  scene.timepoint = std::max(0, count_of(study) - 1);
  for (int i = 0; i < count_of(study); ++i)
    if (study.timepoints[static_cast<std::size_t>(i)].kind == TimepointKind::acquired) scene.timepoint = i;
  if (const Timepoint* timepoint = timepoint_of(study, scene.timepoint)) {
    const int main = main_series(*timepoint);
    if (main >= 0) scene.cursor = centre(timepoint->series[static_cast<std::size_t>(main)].grid);
  }
  scene.columns = default_columns(study);
  return scene;
}

Scene carried_over(const Scene& scene, const Study& before, const Study& after) {
  const auto place = [&](int index) {
    const Timepoint* old = timepoint_of(before, index);
    for (int i = 0; old && i < count_of(after); ++i)
      if (after.timepoints[static_cast<std::size_t>(i)].session == old->session) return i;
    return -1;
  };
  Scene carried = scene;
  carried.timepoint = place(scene.timepoint);
  if (carried.timepoint < 0) carried.timepoint = std::max(0, count_of(after) - 1);
  carried.columns.clear();
  for (const int column : scene.columns)
    if (const int now = place(column); now >= 0) carried.columns.push_back(now);
  carried.windows.clear();
  for (const auto& [index, window] : scene.windows)
    if (const int now = place(index); now >= 0) carried.windows[now] = window;
  carried.own_places.clear();
  for (const auto& [index, own] : scene.own_places)
    if (const int now = place(index); now >= 0) carried.own_places[now] = own;
  carried.measurements.clear();
  for (Measurement measurement : scene.measurements) {
    measurement.timepoint = place(measurement.timepoint);
    if (measurement.timepoint >= 0) carried.measurements.push_back(measurement);
  }
  return carried;
}

std::vector<int> default_columns(const Study& study) {
  std::vector<int> acquired, backtests, predictions;
  for (int i = 0; i < count_of(study); ++i) {
    const Timepoint& timepoint = study.timepoints[static_cast<std::size_t>(i)];
    if (timepoint.series.empty()) continue;
    (timepoint.kind == TimepointKind::acquired   ? acquired
     : timepoint.kind == TimepointKind::backtest ? backtests
                                                 : predictions)
        .push_back(i);
  }
  std::vector<int> columns;
  // Four columns at most; where nothing is predicted beyond the last date there is room for three acquired ones.
  const std::size_t most = predictions.empty() ? 3 : 2;
  const std::size_t first = acquired.size() > most ? acquired.size() - most : 0;
  columns.insert(columns.end(), acquired.begin() + static_cast<std::ptrdiff_t>(first), acquired.end());
  if (!backtests.empty()) columns.push_back(backtests.back());
  if (!predictions.empty()) columns.push_back(predictions.back());
  return columns;
}

Scene with_date(Scene scene, int timepoint) {
  scene.timepoint = timepoint;
  return scene;
}

Scene with_next_date(Scene scene, const Study& study, int step) {
  const auto order = order_of(study);
  const auto found = std::find(order.begin(), order.end(), scene.timepoint);
  if (found == order.end()) return scene;
  const auto next = std::clamp<std::ptrdiff_t>(found - order.begin() + step, 0, std::ssize(order) - 1);
  scene.timepoint = order[static_cast<std::size_t>(next)];
  return scene;
}

Scene with_column_toggled(Scene scene, const Study& study, int timepoint) {
  auto& columns = scene.columns;
  const auto found = std::find(columns.begin(), columns.end(), timepoint);
  if (found != columns.end()) {
    if (columns.size() > 1) columns.erase(found);
    return scene;
  }
  columns.push_back(timepoint);
  if (columns.size() > 4) columns.erase(columns.begin());
  const auto day = [&](int index) { return study.timepoints[static_cast<std::size_t>(index)].day.value_or(index); };
  std::stable_sort(columns.begin(), columns.end(), [&](int a, int b) { return day(a) < day(b); });
  return scene;
}

Scene with_cursor(Scene scene, const Study& study, const Vec3& point) {
  Scene here = scene_of_date(study, scene, scene.timepoint);
  here.cursor = point;
  return with_scene_of_date(study, scene, here, scene.timepoint);
}

std::shared_ptr<const Study> with_pins(const std::shared_ptr<const Study>& study,
                                       const std::map<std::string, Vec3>& pins) {
  auto pinned = std::make_shared<Study>(*study);
  for (Timepoint& timepoint : pinned->timepoints) {
    const auto pin = pins.find(timepoint.session);
    if (pin == pins.end()) continue;
    Transform transform = timepoint.from_study.value_or(Transform{});
    transform.from_study = compose(transform.from_study, Affine{.offset = pin->second});
    transform.kind = TransformKind::pinned;
    transform.quality.trusted = true;
    timepoint.from_study = transform;
  }
  return pinned;
}

std::optional<double> value_near(const Volume& volume, const Vec3& point) {
  const Vec3 index = index_at(volume.grid, point);
  if (!volume.voxels || !contains(volume.grid, index)) return std::nullopt;
  Size3 nearest{};
  for (std::size_t a = 0; a < 3; ++a)
    nearest[a] = std::clamp(static_cast<int>(std::lround(index[a])), 0, volume.grid.size[a] - 1);
  return value_at(volume, nearest);
}

}  // namespace longview
