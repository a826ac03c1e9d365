#include "viewer/views/view_layout.h"

#include <QSize>
#include <algorithm>
#include <cmath>

namespace longview {
namespace {

constexpr int gap = 3;
constexpr int header_height = 40;

// Edges of `parts` equal stripes of `length` with gaps between them.
int stripe_start(int length, int parts, int n) {
  return static_cast<int>(std::lround(double(length + gap) * n / std::max(1, parts)));
}
int stripe_size(int length, int parts, int n) {
  return std::max(1, stripe_start(length, parts, n + 1) - gap - stripe_start(length, parts, n));
}

std::vector<int> columns_of(const Study& study, const Scene& scene) {
  std::vector<int> columns;
  for (const int column : scene.columns)
    if (column >= 0 && column < static_cast<int>(study.timepoints.size())) columns.push_back(column);
  if (columns.empty() && !study.timepoints.empty())
    columns.push_back(std::clamp(scene.timepoint, 0, static_cast<int>(study.timepoints.size()) - 1));
  return columns;
}

std::vector<Plane> rows_of(const Scene& scene) {
  if (scene.layout == Layout::side_by_side_3d) return {Plane::surfaces};
  constexpr Plane planes[] = {Plane::axial, Plane::coronal, Plane::sagittal};
  std::vector<Plane> rows;
  for (std::size_t i = 0; i < 3; ++i)
    if (scene.rows[i]) rows.push_back(planes[i]);
  if (rows.empty()) rows.push_back(Plane::axial);
  return rows;
}

void add_table(const Study& study, const Scene& scene, const QSize& size, ViewPlaces& places) {
  const auto columns = columns_of(study, scene);
  const auto rows = rows_of(scene);
  const int across = static_cast<int>(columns.size()), down = static_cast<int>(rows.size());
  const int top = header_height + gap, height = std::max(1, size.height() - top);
  for (int c = 0; c < across; ++c)
    places.headers.push_back(
        {QRect(stripe_start(size.width(), across, c), 0, stripe_size(size.width(), across, c), header_height),
         columns[static_cast<std::size_t>(c)]});
  for (int r = 0; r < down; ++r)
    for (int c = 0; c < across; ++c)
      places.views.push_back({r * across + c,
                              QRect(stripe_start(size.width(), across, c), top + stripe_start(height, down, r),
                                    stripe_size(size.width(), across, c), stripe_size(height, down, r)),
                              rows[static_cast<std::size_t>(r)], columns[static_cast<std::size_t>(c)], c});
}

// A large axial view and a column of others at its right.
void add_planes(const Scene& scene, const QSize& size, std::vector<Plane> others, ViewPlaces& places) {
  const int side = std::max(1, static_cast<int>(std::lround((size.width() - gap) * 0.33)));
  const int large = std::max(1, size.width() - gap - side);
  places.views.push_back({0, QRect(0, 0, large, size.height()), Plane::axial, scene.timepoint, -1});
  const int count = static_cast<int>(others.size());
  for (int n = 0; n < count; ++n)
    places.views.push_back(
        {n + 1, QRect(large + gap, stripe_start(size.height(), count, n), side, stripe_size(size.height(), count, n)),
         others[static_cast<std::size_t>(n)], scene.timepoint, -1});
}

}  // namespace

ViewPlaces view_places(const Study& study, const Scene& scene, const QSize& whole) {
  ViewPlaces places;
  if (study.timepoints.empty()) return places;
  // A rim of one pixel for the line around the active view.
  const QSize size(std::max(1, whole.width() - 2), std::max(1, whole.height() - 2));
  switch (scene.layout) {
    case Layout::single:
      places.views.push_back({0, QRect(QPoint(0, 0), size), scene.plane, scene.timepoint, -1});
      break;
    case Layout::planes: add_planes(scene, size, {Plane::coronal, Plane::sagittal}, places); break;
    case Layout::planes_and_3d:
      add_planes(scene, size, {Plane::coronal, Plane::sagittal, Plane::surfaces}, places);
      break;
    case Layout::compare:
    case Layout::side_by_side_3d: add_table(study, scene, size, places); break;
  }
  const int last = static_cast<int>(study.timepoints.size()) - 1;
  for (ViewPlace& place : places.views) {
    place.timepoint = std::clamp(place.timepoint, 0, last);
    if (place.view != scene.flicker_view) continue;
    const int before = date_before(study, place.timepoint);
    if (before >= 0) place.timepoint = before;
  }
  const auto maximised = std::find_if(places.views.begin(), places.views.end(),
                                      [&](const ViewPlace& place) { return place.view == scene.maximised_view; });
  if (maximised != places.views.end()) {
    ViewPlace only = *maximised;
    only.rect = QRect(QPoint(0, 0), size);
    places = {{only}, {}};
  }
  for (ViewPlace& place : places.views) place.rect.translate(1, 1);
  for (ColumnHeader& header : places.headers) header.rect.translate(1, 1);
  return places;
}

int view_count(const Study& study, const Scene& scene) {
  Scene whole = scene;
  whole.maximised_view = -1;
  return static_cast<int>(view_places(study, whole, {300, 300}).views.size());
}

int date_before(const Study& study, int timepoint) {
  const int count = static_cast<int>(study.timepoints.size());
  if (timepoint < 0 || timepoint >= count) return -1;
  const Timepoint& own = study.timepoints[static_cast<std::size_t>(timepoint)];
  const bool acquired = own.kind == TimepointKind::acquired;
  if (!acquired && own.provenance && !own.provenance->inputs.empty())
    for (int i = 0; i < count; ++i)
      if (study.timepoints[static_cast<std::size_t>(i)].session == own.provenance->inputs.back() &&
          study.timepoints[static_cast<std::size_t>(i)].kind == TimepointKind::acquired)
        return i;
  // The nearest earlier acquired date; by place in the study where there are no days.
  int before = -1;
  for (int i = 0; i < count; ++i) {
    const Timepoint& other = study.timepoints[static_cast<std::size_t>(i)];
    if (i == timepoint || other.kind != TimepointKind::acquired || other.series.empty()) continue;
    const bool earlier =
        own.day && other.day ? *other.day < *own.day || (*other.day == *own.day && i < timepoint) : i < timepoint;
    if (earlier) before = i;
  }
  return before;
}

}  // namespace longview
