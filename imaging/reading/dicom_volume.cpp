#include "imaging/reading/dicom_volume.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "imaging/core/failure.h"
#include "imaging/reading/dicom_pixels.h"
#include "imaging/reading/dicom_planes.h"
#include "imaging/reading/parallel.h"
#include "imaging/reading/voxel_buffer.h"

namespace longview {
namespace {

double dot(const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

// Where the first pixel of each plane lies on the grid, in pixels.
struct Shift {
  double i = 0, j = 0;
};

std::vector<Shift> shifts_of(const Stack& stack) {
  std::vector<Shift> shifts;
  for (const Plane& plane : stack.planes) {
    const Vec3& p = *plane.geometry().position;
    const Vec3 step{p[0] - stack.grid.origin[0], p[1] - stack.grid.origin[1], p[2] - stack.grid.origin[2]};
    shifts.push_back({dot(step, axis(stack.grid, 0)) / stack.grid.spacing[0],
                      dot(step, axis(stack.grid, 1)) / stack.grid.spacing[1]});
  }
  return shifts;
}

// Adds weight * the plane's bilinear value at each voxel of an output slice; `covered` gets the weight.
template <class T>
void add_plane(const T* plane, const Size3& size, const Shift& shift, float weight, const Size3& out_size, float* sum,
               float* covered) {
  for (int j = 0; j < out_size[1]; ++j) {
    const double y = j - shift.j;
    if (y < -1e-6 || y > size[1] - 1 + 1e-6) continue;
    const int y0 = std::clamp(static_cast<int>(y + 1e-6), 0, std::max(0, size[1] - 2));
    const auto fy = static_cast<float>(std::clamp(y - y0, 0.0, 1.0));
    const T* row = plane + static_cast<std::ptrdiff_t>(y0) * size[0];
    const T* below = size[1] > 1 ? row + size[0] : row;
    for (int i = 0; i < out_size[0]; ++i) {
      const double x = i - shift.i;
      if (x < -1e-6 || x > size[0] - 1 + 1e-6) continue;
      const int x0 = std::clamp(static_cast<int>(x + 1e-6), 0, std::max(0, size[0] - 2));
      const int x1 = size[0] > 1 ? x0 + 1 : x0;
      const auto fx = static_cast<float>(std::clamp(x - x0, 0.0, 1.0));
      const float upper = static_cast<float>(row[x0]) * (1 - fx) + static_cast<float>(row[x1]) * fx;
      const float lower = static_cast<float>(below[x0]) * (1 - fx) + static_cast<float>(below[x1]) * fx;
      const std::size_t at =
          static_cast<std::size_t>(i) + static_cast<std::size_t>(out_size[0]) * static_cast<std::size_t>(j);
      sum[at] += weight * (upper * (1 - fy) + lower * fy);
      covered[at] += weight;
    }
  }
}

// The planes on the stack's grid: along the normal linear between the two nearest planes, in-plane bilinear, each plane
// where it really lies. What no plane covers gets the lowest value of the series.
Volume resampled(const Stack& stack, const Volume& planes) {
  const std::vector<Shift> shifts = shifts_of(stack);
  const Grid& grid = stack.grid;
  const std::size_t count = static_cast<std::size_t>(grid.size[0]) * static_cast<std::size_t>(grid.size[1]);
  std::vector<float> values(voxel_count(grid), 0.0f);
  visit_voxels(planes, [&](auto voxels) {
    const std::size_t plane_count = voxels.size() / stack.planes.size();
    const auto lowest = static_cast<float>(*std::min_element(voxels.begin(), voxels.end()));
    in_parallel(static_cast<std::size_t>(grid.size[2]), [&](std::size_t k) {
      const double z = static_cast<double>(k) * grid.spacing[2];
      const auto above = std::upper_bound(stack.depth.begin(), stack.depth.end(), z + 1e-6);
      const std::size_t low = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, above - stack.depth.begin() - 1));
      const std::size_t high = std::min(low + 1, stack.depth.size() - 1);
      const double gap = stack.depth[high] - stack.depth[low];
      const auto f = static_cast<float>(gap > 0 ? std::clamp((z - stack.depth[low]) / gap, 0.0, 1.0) : 0.0);
      std::vector<float> covered(count, 0.0f);
      float* sum = values.data() + k * count;
      if (f < 1)
        add_plane(voxels.data() + low * plane_count, planes.grid.size, shifts[low], 1 - f, grid.size, sum,
                  covered.data());
      if (f > 0)
        add_plane(voxels.data() + high * plane_count, planes.grid.size, shifts[high], f, grid.size, sum,
                  covered.data());
      for (std::size_t i = 0; i < count; ++i)
        if (covered[i] < 0.999f) sum[i] = lowest;
    });
  });
  return make_volume(grid, std::move(values), planes.unit);
}

std::string unit_of(const DicomHeader& header) { return header.modality == "CT" ? "HU" : ""; }

// Whether planes that were left out hold other pixels than the ones kept at their place.
void compare_doubled(const Stack& stack, std::vector<Problem>& problems) {
  if (stack.doubled.empty()) return;
  const DicomHeader& header = *stack.planes[0].header;
  const std::size_t bytes = static_cast<std::size_t>(header.rows) * static_cast<std::size_t>(header.columns) * 8;
  std::vector<std::uint8_t> a(bytes), b(bytes);
  std::size_t different = 0;
  for (const Plane& plane : stack.doubled) {
    const Vec3& p = *plane.geometry().position;
    const auto nearest =
        std::min_element(stack.planes.begin(), stack.planes.end(), [&](const Plane& x, const Plane& y) {
          const auto distance = [&](const Plane& q) {
            const Vec3& c = *q.geometry().position;
            return std::hypot(c[0] - p[0], c[1] - p[1], c[2] - p[2]);
          };
          return distance(x) < distance(y);
        });
    FrameReader(*plane.header).read(plane.frame, a.data());
    FrameReader(*nearest->header).read(nearest->frame, b.data());
    if (a != b) ++different;
  }
  if (different > 0)
    problems.push_back({Severity::warning, "",
                        std::to_string(different) +
                            " of the slices that share a place with another hold other pixels than "
                            "it: two images lie in this series, and only the first is shown."});
}

}  // namespace

Volume volume_of_stack(const Stack& stack, std::vector<Problem>& problems, const Progress& progress) {
  if (!stack.refusal.empty()) throw Failure(stack.refusal);
  Grid grid = stack.grid;
  if (!stack.even) {
    const DicomHeader& header = *stack.planes[0].header;
    grid.size = {header.columns, header.rows, static_cast<int>(stack.planes.size())};
  }
  check_memory(static_cast<double>(voxel_count(stack.grid)) * 2, stack.planes[0].header->file);
  Volume volume = read_planes(stack.planes, grid, progress.part(0, stack.even ? 1 : 0.7));
  volume.unit = unit_of(*stack.planes[0].header);
  compare_doubled(stack, problems);
  if (!stack.even) volume = resampled(stack, volume);
  progress.report(1, "Reading");
  return volume;
}

Volume volume_of_file(const std::shared_ptr<const DicomHeader>& header, const Progress& progress) {
  if (header->kind != DicomKind::image)
    throw Failure("The file " + header->file.string() + " is no image but " +
                  (header->kind_in_words.empty() ? "something else" : header->kind_in_words) + ".");
  check_pixels(*header);
  const std::vector<Plane> planes = planes_of({header});
  std::vector<Problem> problems;
  if (stacks_of(planes).size() == 1) {
    const Stack stack = plan_stack(planes);
    if (stack.refusal.empty() && stack.doubled.empty()) return volume_of_stack(stack, problems, progress);
  }
  Grid grid;
  grid.size = {header->columns, header->rows, static_cast<int>(planes.size())};
  const DicomFrame& frame = planes[0].geometry();
  if (frame.row_spacing > 0) grid.spacing = {frame.column_spacing, frame.row_spacing, 1};
  Volume volume = read_planes(planes, grid, progress);
  volume.unit = unit_of(*header);
  return volume;
}

}  // namespace longview
