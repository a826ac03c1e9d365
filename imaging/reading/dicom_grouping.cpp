#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "imaging/reading/dicom_stack.h"

namespace longview {
namespace {

bool close(const Vec3& a, const Vec3& b, double tolerance) {
  for (std::size_t i = 0; i < 3; ++i)
    if (std::abs(a[i] - b[i]) > tolerance) return false;
  return true;
}

// Cosines that agree to 0.002 (0.1 degrees) are one orientation written with few digits.
bool same_shape(const Plane& p, const Plane& q) {
  const DicomFrame& a = p.geometry();
  const DicomFrame& b = q.geometry();
  return p.header->rows == q.header->rows && p.header->columns == q.header->columns && a.oriented == b.oriented &&
         close(a.along_row, b.along_row, 0.002) && close(a.along_column, b.along_column, 0.002) &&
         std::abs(a.row_spacing - b.row_spacing) <= 1e-3 * a.row_spacing &&
         std::abs(a.column_spacing - b.column_spacing) <= 1e-3 * a.column_spacing &&
         a.position.has_value() == b.position.has_value();
}

std::vector<std::vector<Plane>> by_shape(const std::vector<Plane>& planes) {
  std::vector<std::vector<Plane>> groups;
  for (const Plane& plane : planes) {
    const auto group =
        std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return same_shape(g[0], plane); });
    if (group != groups.end())
      group->push_back(plane);
    else
      groups.push_back({plane});
  }
  return groups;
}

// How many planes lie where another one of the group lies.
std::size_t doubles(const std::vector<Plane>& planes) {
  std::set<std::array<long long, 3>> places;
  for (const Plane& plane : planes) {
    if (!plane.geometry().position) return 0;
    const Vec3& p = *plane.geometry().position;
    places.insert({std::llround(p[0] * 100), std::llround(p[1] * 100), std::llround(p[2] * 100)});
  }
  return planes.size() - places.size();
}

std::vector<std::vector<Plane>> by_part(const std::vector<Plane>& planes, std::size_t part) {
  std::map<std::string, std::vector<Plane>> groups;
  std::vector<std::string> order;
  for (const Plane& plane : planes) {
    const auto& parts = plane.geometry().parts;
    const std::string value = part < parts.size() ? parts[part] : std::string();
    if (!groups.count(value)) order.push_back(value);
    groups[value].push_back(plane);
  }
  std::vector<std::vector<Plane>> split;
  for (const auto& value : order) split.push_back(std::move(groups[value]));
  return split;
}

// Splits only where that leaves fewer planes at one place; a split that does not explain the doubles is none.
std::vector<std::vector<Plane>> apart(std::vector<Plane> planes) {
  const std::size_t before = doubles(planes);
  if (before == 0) return {std::move(planes)};
  const std::size_t parts = planes[0].geometry().parts.size();
  std::vector<std::vector<Plane>> best{planes};
  std::size_t least = before;
  for (std::size_t part = 0; part < parts; ++part) {
    auto split = by_part(planes, part);
    // One plane a value (a time stamp each) explains nothing.
    if (split.size() < 2 || split.size() * 2 > planes.size()) continue;
    std::size_t left = 0;
    for (const auto& group : split) left += doubles(group);
    if (left < least) {
      least = left;
      best = std::move(split);
    }
  }
  if (best.size() == 1 || least == 0) return best;
  std::vector<std::vector<Plane>> all;
  for (auto& group : best)
    for (auto& piece : apart(std::move(group))) all.push_back(std::move(piece));
  return all;
}

}  // namespace

std::vector<Plane> planes_of(const std::vector<std::shared_ptr<const DicomHeader>>& headers) {
  std::vector<Plane> planes;
  for (const auto& header : headers)
    for (std::size_t f = 0; f < header->frames.size(); ++f) planes.push_back({header, f});
  std::stable_sort(planes.begin(), planes.end(), [](const Plane& a, const Plane& b) {
    return std::pair{a.header->instance_number, a.frame} < std::pair{b.header->instance_number, b.frame};
  });
  return planes;
}

std::vector<std::vector<Plane>> stacks_of(const std::vector<Plane>& planes) {
  std::vector<std::vector<Plane>> stacks;
  for (auto& group : by_shape(planes))
    for (auto& stack : apart(std::move(group))) stacks.push_back(std::move(stack));
  return stacks;
}

}  // namespace longview
