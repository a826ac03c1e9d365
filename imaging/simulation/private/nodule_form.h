// Private to simulation: the form of a nodule at any volume: a star-shaped surface in a lung that bounds it.
#pragma once

#include <cstdint>
#include <vector>

#include "imaging/simulation/nodule.h"
#include "imaging/simulation/private/nodule_ground.h"

namespace longview {

// How far each voxel centre of a fine grid lies from the place, and what the surface is like in its direction.
struct NoduleForm {
  Grid grid;                  // cubes, axes of space, the place in the middle
  std::vector<float> radius;  // mm from the place
  std::vector<float> shape;   // radius of the surface of size 1, on day 0
  std::vector<float> speed;   // by how much that radius grows as the size grows by 1
  std::vector<float> steep;   // how much the surface leans: |grad| of shape / shape over the unit sphere
  std::vector<float> core;    // as shape, of the solid part
  std::vector<float> open;    // 0 to 1: the share of the voxel that a nodule may fill
  std::vector<float> room;    // the same with 1.5 mm of the wall's own blurred border
  double first_size = 0;      // on day 0

  // mm from the surface of that size along the shortest way, negative inside; and of the solid part.
  float distance(std::size_t n, double size) const;
  float core_distance(std::size_t n, double size) const;
};

// The form on day 0 with room for the volume asked for. `volumes` of all dates, the first is that of day 0. Throws
// Failure if the lung here has no room for the largest or the CT ends within it.
NoduleForm nodule_form(const NoduleGround& ground, const NoduleOptions& options, const std::vector<double>& volumes);

// The share of each voxel that lies inside of a surface, from the distance to it.
inline float filled(float distance, float edge) { return std::clamp(0.5F - distance / edge, 0.0F, 1.0F); }

// The sizes at which nodule and solid part have these volumes (mm3), within 0.01 %; 0 for no volume.
double size_of_volume(const NoduleForm& form, double mm3);
double core_size_of_volume(const NoduleForm& form, double size, double mm3);

// The share of each voxel that is nodule, and solid.
std::vector<float> share_filled(const NoduleForm& form, double size);
std::vector<float> share_solid(const NoduleForm& form, double size, double core_size);

struct NoduleContact {
  double wall = 0, vessel = 0;
};
// The share of directions from the place in which the surface lies at wall or vessel.
NoduleContact contact_of(const NoduleForm& form, double size, const NoduleGround& ground);

}  // namespace longview
