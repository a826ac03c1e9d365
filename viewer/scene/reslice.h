// Slices straight from the shared voxels into pictures: own loops on all cores, three times faster than VTK's mappers
// on a software GL and independent of any GL (stack.md 2.1).
#pragma once

#include <QImage>
#include <QRect>
#include <QRgb>
#include <array>
#include <vector>

#include "imaging/core/volume.h"
#include "viewer/scene/slice_geometry.h"

namespace longview {

struct GreyLook {
  GreyWindow window;
  bool inverted = false;
  bool nearest = false;
  int slab_steps = 0;  // maximum over so many samples before and behind the plane
  Vec3 slab_step{};    // continuous index from one of those to the next
};

// Draws the volume over the whole picture (Format_RGB32); black outside of the volume.
void reslice_grey(const Volume& volume, const Sampling& sampling, const GreyLook& look, QImage& picture);

// Premultiplied colours for values from `low` to `high`; clamped beyond them.
struct ColourTable {
  double low = 0, high = 1;
  std::array<QRgb, 256> colours{};
};

// Blends the volume's colours over a part of the picture (linear; 0 outside of the volume).
void blend_volume(const Volume& volume, const Sampling& sampling, const ColourTable& table, const QRect& part,
                  QImage& picture);

// Blends one colour where the linear value reaches `level`.
void fill_above(const Volume& volume, const Sampling& sampling, double level, QRgb colour, double opacity,
                const QRect& part, QImage& picture);

// Linear values at every `step`-th pixel of a part of the picture, from its upper left pixel's centre; row by row.
struct ValueField {
  QRect part;
  int step = 1;
  int columns = 0, rows = 0;
  std::vector<float> values;
};
ValueField reslice_values(const Volume& volume, const Sampling& sampling, const QRect& part, int step);

// The later volume minus the earlier one, scaled as `scale` * earlier + `offset`, over the part where both are.
void blend_difference(const Volume& later, const Sampling& later_sampling, const Volume& earlier,
                      const Sampling& earlier_sampling, double scale, double offset, const ColourTable& table,
                      const QRect& part, QImage& picture);

// The pixels under which a box of voxels may lie: its projection onto the view, clipped to the picture.
QRect pixels_over(const Grid& box, const Sampling& sampling_of_box, const QSize& picture);

}  // namespace longview
