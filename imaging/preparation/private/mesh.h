// Private to preparation: a closed surface of triangles.
#pragma once

#include <array>
#include <vector>

#include "imaging/core/volume.h"

namespace longview {

struct Mesh {
  std::vector<Vec3> points;                       // mm
  std::vector<std::array<std::size_t, 3>> faces;  // anticlockwise seen from outside
};

// A sphere from an icosahedron whose faces were each split into four, `splits` times (4: 2562 points).
Mesh sphere(const Vec3& middle, double radius, int splits);

// Each face split into four, with new points in the middle of edges.
Mesh split(const Mesh& mesh);

// The points joined to each point by an edge.
std::vector<std::vector<std::size_t>> neighbours_of(const Mesh& mesh);

// The unit normal at each point, outwards: of the faces around it, by area.
void normals_of(const Mesh& mesh, std::vector<Vec3>& normals);

// The voxels of `grid` whose centres lie within the surface (uint8), by the parity of crossings along each row.
Volume inside_of(const Mesh& mesh, const Grid& grid);

}  // namespace longview
