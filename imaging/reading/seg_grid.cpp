#include "imaging/reading/seg_grid.h"

#include <algorithm>
#include <cmath>

#include "imaging/core/failure.h"

namespace longview {
namespace {

double dot(const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Vec3 cross(const Vec3& a, const Vec3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

bool divides(double spacing, const std::vector<double>& depths) {
  return std::all_of(depths.begin(), depths.end(), [&](double depth) {
    const double steps = (depth - depths[0]) / spacing;
    return std::abs(steps - std::round(steps)) < 0.02 + 1e-3 * steps;
  });
}

// Of the spacings that all positions are whole multiples of: the one stated, else the smallest step.
double spacing_of(const std::vector<double>& depths, double between, double thickness, const std::string& where) {
  if (depths.size() == 1) return between > 0 ? between : thickness > 0 ? thickness : 1;
  double smallest = depths.back() - depths.front();
  for (std::size_t i = 1; i < depths.size(); ++i) smallest = std::min(smallest, depths[i] - depths[i - 1]);
  if (between > 0.01 && between < smallest * 1.001 && divides(between, depths)) return between;
  if (divides(smallest, depths)) return smallest;
  if (thickness > 0.01 && thickness < smallest && divides(thickness, depths)) return thickness;
  throw Failure(where + " has segments on unevenly spaced slices: they lie on no grid.");
}

}  // namespace

SegGrid seg_grid(const DicomHeader& header, double between, double thickness) {
  const std::string where = "The file " + header.file.string();
  const DicomFrame& first = header.frames.at(0);
  if (!first.oriented || !first.position || first.row_spacing <= 0)
    throw Failure(where + " does not say where its segments lie (position, orientation or pixel spacing is missing).");
  const Vec3 normal = cross(first.along_row, first.along_column);
  std::vector<double> all;
  const DicomFrame* lowest = &first;
  for (const DicomFrame& frame : header.frames) {
    if (!frame.position || !frame.oriented ||
        std::abs(dot(normal, cross(frame.along_row, frame.along_column)) - 1) > 1e-5)
      throw Failure(where + " has segments in several orientations.");
    const Vec3& p = *frame.position;
    const Vec3 step{p[0] - (*first.position)[0], p[1] - (*first.position)[1], p[2] - (*first.position)[2]};
    if (std::hypot(dot(step, first.along_row), dot(step, first.along_column)) > 0.25 * first.row_spacing)
      throw Failure(
          where + " has segments on slices that are shifted against each other (tilted): they lie on no upright grid.");
    all.push_back(dot(normal, p));
    if (all.back() < dot(normal, *lowest->position)) lowest = &frame;
  }
  std::vector<double> depths = all;
  std::sort(depths.begin(), depths.end());
  depths.erase(std::unique(depths.begin(), depths.end(), [](double a, double b) { return b - a < 0.01; }),
               depths.end());
  SegGrid result;
  const double spacing = spacing_of(depths, between, thickness, where);
  const double slices = std::round((depths.back() - depths.front()) / spacing) + 1;
  if (slices > 65535) throw Failure(where + " has segments too far apart.");
  result.grid.size = {header.columns, header.rows, static_cast<int>(slices)};
  result.grid.spacing = {first.column_spacing, first.row_spacing, spacing};
  result.grid.origin = *lowest->position;
  for (std::size_t r = 0; r < 3; ++r) {
    result.grid.direction[3 * r] = first.along_row[r];
    result.grid.direction[3 * r + 1] = first.along_column[r];
    result.grid.direction[3 * r + 2] = normal[r];
  }
  for (const double depth : all)
    result.slice_of_frame.push_back(static_cast<int>(std::lround((depth - depths.front()) / spacing)));
  return result;
}

}  // namespace longview
