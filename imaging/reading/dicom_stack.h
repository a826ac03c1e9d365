// From planes to stacks: which planes belong together, in which order they lie, and whether they make an even grid.
// Geometry comes from positions and orientations only: no tag for spacing, tilt or order is believed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "imaging/core/problem.h"
#include "imaging/reading/dicom_headers.h"

namespace longview {

struct Plane {
  std::shared_ptr<const DicomHeader> header;
  std::size_t frame = 0;
  const DicomFrame& geometry() const { return header->frames[frame]; }
};

// All planes of the files of one series.
std::vector<Plane> planes_of(const std::vector<std::shared_ptr<const DicomHeader>>& headers);

// Planes of one size, orientation and pixel size; and where planes share places, of one echo, time or b-value.
std::vector<std::vector<Plane>> stacks_of(const std::vector<Plane>& planes);

struct Stack {
  std::vector<Plane> planes;      // one a place, in rising order along the normal
  std::vector<double> depth;      // mm along the normal, of each plane, from the first
  std::vector<Plane> doubled;     // planes left out: their place was taken
  Grid grid;                      // of the volume that is made of them
  bool even = true;               // false: planes are resampled onto the grid by their positions
  std::vector<Problem> problems;  // `where` is left empty
  std::string refusal;            // not empty: no true volume can be had, and why
};

// What volume the planes of one stack make.
Stack plan_stack(std::vector<Plane> planes);

}  // namespace longview
