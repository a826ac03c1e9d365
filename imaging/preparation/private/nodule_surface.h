// Private to preparation: the surface of a lung nodule around a click, as a radius along each of many rays.
//
// Along a free ray a nodule ends where lung begins. Along a ray into wall, mediastinum or a vessel it has no end of its
// own; there the neighbours say where it is: the cheapest smooth surface, after Li, Wu, Chen and Sonka (PAMI 28, 2006),
// but on rays, and by messages between them in place of a graph cut.
#pragma once

#include <vector>

#include "imaging/core/volume.h"

namespace longview {

// What lung and nodule measure here, HU.
struct NoduleLevels {
  double lung = -850, nodule = 0;
  // 0 for lung, 1 for nodule.
  double share(double hu) const { return (hu - lung) / (nodule - lung); }
};

struct NoduleSurface {
  Vec3 centre{};               // LPS mm
  std::vector<Vec3> ways;      // unit vectors
  std::vector<double> radius;  // mm along each

  // mm, from the three nearest rays.
  double towards(const Vec3& way) const;
  double largest() const, mean() const;
};

// Found by a random search on 25 of the 50 crops of lung-nodules (even ones).
struct SurfaceCosts {
  double border = 0.33;     // share between lung (0) and nodule (1) at which it ends
  double lung = 4;          // a mm of lung inside
  double dense = 0.32;      // a mm inside of what is denser than a nodule
  double too_dense = 1.55;  // share from which on it is
  double left_out = 1;      // a mm of nodule within `beyond` mm outside
  double beyond = 3;
  double large = 0.02;  // a mm of radius
  double uneven = 12;   // a squared difference of logarithms of neighbouring radii
};

// `cubes` (float HU): the surroundings, smoothed, in cubes. The surface is recentred twice on what it holds.
NoduleSurface nodule_surface(const Volume& cubes, const Vec3& click, const NoduleLevels& levels,
                             const SurfaceCosts& costs = {});

}  // namespace longview
