// The plane of a view: where each pixel lies in study space (the first date's LPS mm), in double precision.
// Nothing flips by rule: patient right is on image left in axial and coronal views, anterior left in sagittal ones,
// because the axes are chosen by their direction cosines.
#pragma once

#include <array>
#include <string>

#include "imaging/core/study.h"
#include "viewer/scene/scene.h"

namespace longview {

// Unit vectors of study space along a view's right and down, and the way in which slices are counted (towards L, P
// or S).
struct PlaneAxes {
  Vec3 right{1, 0, 0}, down{0, 1, 0}, normal{0, 0, 1};
};

// Axes of the index directions of `reference` that lie closest to the patient's.
PlaneAxes plane_axes(const Grid& reference, Plane plane);

// The grid that gives views their axes: the main series of the first acquired date, else of any date. A default grid
// for a study without images.
Grid reference_grid(const Study& study);

// The middle and the size (mm along L, P and S) of the body in the first date's scan, study space.
struct BodyExtent {
  Vec3 middle{};
  Vec3 size{200, 200, 200};
};
BodyExtent body_extent(const Study& study);

// Pixel (x, y) counts from the upper left corner of the picture: the centre of the first pixel is (0.5, 0.5).
struct SliceGeometry {
  Vec3 corner{};  // study point of pixel coordinate (0, 0)
  PlaneAxes axes;
  double mm_per_pixel = 1;
  int width = 1, height = 1;
};

// The view of `width` x `height` pixels through the scene's cursor.
SliceGeometry slice_geometry(const Study& study, const Scene& scene, Plane plane, int width, int height);

Vec3 study_point(const SliceGeometry& geometry, double x, double y);
// Where a study point falls when dropped onto the plane along its normal.
std::array<double, 2> pixel_of(const SliceGeometry& geometry, const Vec3& point);
// mm from the plane, along the normal.
double distance_to(const SliceGeometry& geometry, const Vec3& point);

// Study space to the scan of a date: the identity where it was not aligned.
Affine to_scan_map(const Timepoint& timepoint);

// Continuous voxel index of `grid` at the centre of pixel (0, 0), and its steps to the next pixel right and down.
struct Sampling {
  Vec3 start{}, right{}, down{};
};
Sampling sampling_of(const SliceGeometry& geometry, const Affine& to_scan, const Grid& grid);

// "R", "A" ... towards which a study-space direction points; two letters, the larger share first, where oblique by
// more than 20 degrees.
std::string direction_letters(const Vec3& direction);

// Moves the cursor along the plane's normal by so many slices of the date's main series, no further than its ends.
Scene with_slices(const Study& study, Scene scene, Plane plane, int timepoint, int slices);

// Which slice of the date's main series the cursor lies in, counted from 1, of how many, and how thick.
struct SlicePosition {
  int slice = 1, slices = 1;
  double thickness_mm = 1;
  double continuous = 0;  // index from 0
  bool inside = true;
};
SlicePosition slice_position(const Study& study, const Scene& scene, Plane plane, int timepoint);
// The scene whose cursor lies in that slice (continuous index from 0).
Scene at_slice(const Study& study, Scene scene, Plane plane, int timepoint, double slice);

}  // namespace longview
