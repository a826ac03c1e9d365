#include "imaging/reading/dicom_stack.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace longview {
namespace {

// Planes may stand this far from an even grid before they are resampled: rounding of positions in header text.
constexpr double uneven_share = 0.02;  // of the spacing
constexpr double uneven_mm = 0.01;
constexpr double tilt_degrees = 0.1;
constexpr double degrees = 57.29577951308232;

double dot(const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Vec3 minus(const Vec3& a, const Vec3& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
Vec3 cross(const Vec3& a, const Vec3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

template <class... Values>
std::string words(const char* form, Values... values) {
  char text[500];
  std::snprintf(text, sizeof text, form, values...);
  return text;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void set_axes(Grid& grid, const DicomFrame& frame) {
  const Vec3 normal = cross(frame.along_row, frame.along_column);
  for (std::size_t r = 0; r < 3; ++r) {
    grid.direction[3 * r] = frame.along_row[r];
    grid.direction[3 * r + 1] = frame.along_column[r];
    grid.direction[3 * r + 2] = normal[r];
  }
}

// Thickness stands in for a spacing only where there is but one plane.
double thickness_of(const DicomHeader& header) {
  return header.slice_thickness > 0 && header.slice_thickness < 1000 ? header.slice_thickness : 1;
}

bool refuses(Stack& stack) {
  const DicomFrame& frame = stack.planes[0].geometry();
  if (!frame.oriented)
    stack.refusal = "It has no Image Orientation (0020,0037): where it lies in the patient is not known.";
  else if (!frame.position)
    stack.refusal = "It has no Image Position (0020,0032): where its slices lie in the patient is not known.";
  else if (frame.row_spacing <= 0)
    stack.refusal = "It has no Pixel Spacing (0028,0030): its size is not known.";
  return !stack.refusal.empty();
}

// Sorts by position along the normal and sets aside planes whose place is taken.
void sort_planes(Stack& stack) {
  const DicomFrame& frame = stack.planes[0].geometry();
  const Vec3 normal = cross(frame.along_row, frame.along_column);
  const auto depth = [&](const Plane& plane) { return dot(normal, *plane.geometry().position); };
  std::stable_sort(stack.planes.begin(), stack.planes.end(),
                   [&](const Plane& a, const Plane& b) { return depth(a) < depth(b) - 1e-4; });
  std::vector<Plane> kept;
  for (const Plane& plane : stack.planes) {
    if (!kept.empty() && depth(plane) - depth(kept.back()) < 0.01)
      stack.doubled.push_back(plane);
    else
      kept.push_back(plane);
  }
  stack.planes = std::move(kept);
  for (const Plane& plane : stack.planes) stack.depth.push_back(depth(plane) - depth(stack.planes[0]));
  if (!stack.doubled.empty())
    stack.problems.push_back({Severity::warning, "",
                              words("%zu of %zu slices lie at a place that another slice has; the first of each place "
                                    "is used.",
                                    stack.doubled.size(), stack.doubled.size() + stack.planes.size())});
}

std::vector<double> steps_of(const Stack& stack) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < stack.depth.size(); ++i) steps.push_back(stack.depth[i] - stack.depth[i - 1]);
  return steps;
}

// The slices' in-plane shift against the normal: a tilted gantry (or a sheared multi-planar stack). Degrees.
double lean(const Stack& stack, double& furthest_mm) {
  const DicomFrame& frame = stack.planes.front().geometry();
  furthest_mm = 0;
  double angle = 0;
  for (std::size_t i = 1; i < stack.planes.size(); ++i) {
    const Vec3 step = minus(*stack.planes[i].geometry().position, *frame.position);
    const double aside = std::hypot(dot(step, frame.along_row), dot(step, frame.along_column));
    if (aside <= furthest_mm) continue;
    furthest_mm = aside;
    angle = degrees * std::atan2(aside, stack.depth[i]);
  }
  return angle;
}

void tell_uneven(Stack& stack, const std::vector<double>& steps, double spacing) {
  std::size_t missing = 0, gaps = 0;
  bool whole = true;
  for (const double step : steps) {
    const double ratio = step / spacing;
    const double nearest = std::max(1.0, std::round(ratio));
    if (std::abs(ratio - nearest) > 0.05 * nearest) whole = false;
    if (ratio > 1.5) ++gaps, missing += static_cast<std::size_t>(nearest) - 1;
  }
  const auto [low, high] = std::minmax_element(steps.begin(), steps.end());
  if (whole && gaps > 0)
    stack.problems.push_back({Severity::warning, "",
                              (missing == 1 ? std::string("One slice is missing")
                                            : words("%zu slices are missing in %zu places", missing, gaps)) +
                                  words(" (spacing %.4g mm): what stands there was interpolated between the neighbours "
                                        "and was not seen by the "
                                        "scanner.",
                                        spacing)});
  else
    stack.problems.push_back(
        {Severity::warning, "",
         words("The slices are unevenly spaced, %.4g to %.4g mm: they were resampled to %.4g mm by "
               "their positions.",
               *low, *high, spacing)});
}

// The grid that holds every plane where it really lies: shifted planes widen it in-plane.
void widen(Stack& stack, double spacing) {
  const DicomFrame& frame = stack.planes[0].geometry();
  double row_low = 0, row_high = 0, column_low = 0, column_high = 0;
  for (const Plane& plane : stack.planes) {
    const Vec3 step = minus(*plane.geometry().position, *frame.position);
    const double along_row = dot(step, frame.along_row) / frame.column_spacing;
    const double along_column = dot(step, frame.along_column) / frame.row_spacing;
    row_low = std::min(row_low, along_row), row_high = std::max(row_high, along_row);
    column_low = std::min(column_low, along_column), column_high = std::max(column_high, along_column);
  }
  const double i0 = std::floor(row_low + 0.01), j0 = std::floor(column_low + 0.01);
  stack.grid.size[0] += static_cast<int>(std::ceil(row_high - 0.01) - i0);
  stack.grid.size[1] += static_cast<int>(std::ceil(column_high - 0.01) - j0);
  stack.grid.size[2] = static_cast<int>(std::floor(stack.depth.back() / spacing + 0.01)) + 1;
  stack.grid.spacing[2] = spacing;
  for (std::size_t r = 0; r < 3; ++r)
    stack.grid.origin[r] +=
        frame.along_row[r] * i0 * frame.column_spacing + frame.along_column[r] * j0 * frame.row_spacing;
}

void resample_or_refuse(Stack& stack, const std::vector<double>& steps, bool uneven, double tilt) {
  const double spacing = uneven ? median(steps) : stack.depth.back() / static_cast<double>(steps.size());
  if (uneven) {
    const double widest = *std::max_element(steps.begin(), steps.end());
    if (widest > 5.5 * spacing && widest > 10) {
      stack.refusal = words(
          "There is a gap of %.4g mm between slices that are else %.4g mm apart: too much is missing "
          "for one volume. Fetch the series again.",
          widest, spacing);
      return;
    }
    tell_uneven(stack, steps, spacing);
  }
  if (tilt > 0)
    stack.problems.push_back(
        {Severity::note, "",
         words("The slices were taken with a tilt of %.1f degrees (gantry tilt): they were resampled "
               "onto an upright grid by their positions.",
               tilt)});
  stack.even = false;
  widen(stack, spacing);
}

}  // namespace

Stack plan_stack(std::vector<Plane> planes) {
  Stack stack;
  stack.planes = std::move(planes);
  if (stack.planes.empty()) {
    stack.refusal = "It holds no image.";
    return stack;
  }
  const DicomHeader& header = *stack.planes[0].header;
  stack.grid.size = {header.columns, header.rows, static_cast<int>(stack.planes.size())};
  if (refuses(stack)) return stack;
  sort_planes(stack);
  const DicomFrame& frame = stack.planes[0].geometry();
  stack.grid.size[2] = static_cast<int>(stack.planes.size());
  stack.grid.origin = *frame.position;
  stack.grid.spacing = {frame.column_spacing, frame.row_spacing, thickness_of(header)};
  set_axes(stack.grid, frame);
  if (stack.planes.size() == 1) return stack;
  const std::vector<double> steps = steps_of(stack);
  const double mean = stack.depth.back() / static_cast<double>(steps.size());
  double off = 0, aside = 0;
  for (std::size_t i = 0; i < stack.depth.size(); ++i)
    off = std::max(off, std::abs(stack.depth[i] - static_cast<double>(i) * mean));
  const bool uneven = off > std::max(uneven_mm, uneven_share * mean);
  const double angle = lean(stack, aside);
  const bool tilted = angle > tilt_degrees && aside > 0.25 * std::min(frame.row_spacing, frame.column_spacing);
  stack.grid.spacing[2] = mean;
  if (uneven || tilted) resample_or_refuse(stack, steps, uneven, tilted ? angle : 0);
  return stack;
}

}  // namespace longview
