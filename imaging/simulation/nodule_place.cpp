#include <algorithm>
#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/simulation/nodule.h"
#include "imaging/simulation/private/draws.h"
#include "imaging/simulation/private/nodule_ground.h"

namespace longview {

namespace {
bool fits(const NoduleGround& ground, double radius, NoduleAttachment attachment) {
  const double wall = ground.at(ground.wall, ground.place), vessel = ground.at(ground.vessel, ground.place);
  if (ground.lung_hu > -650 || ground.lung_hu < -960) return false;
  switch (attachment) {
    case NoduleAttachment::none: return wall > radius + 3 && vessel > std::min(radius, 2.0);
    case NoduleAttachment::wall: return wall > 0.5 * radius && wall < 0.9 * radius;
    case NoduleAttachment::vessel: return wall > radius + 3 && vessel < 0.5;
  }
  return false;
}
// A quick look before the long one: how many of 26 points around, at `radius` mm, are aerated.
int aerated_around(const Volume& hu, const Vec3& place, double radius) {
  int count = 0;
  for (int c = 0; c < 27; ++c) {
    const Vec3 way{c % 3 - 1.0, c / 3 % 3 - 1.0, c / 9 - 1.0};
    const double length = std::hypot(way[0], way[1], way[2]);
    if (!(length > 0)) continue;
    Vec3 p = place;
    for (std::size_t a = 0; a < 3; ++a) p[a] += radius / length * way[a];
    count += interpolate(hu, index_at(hu.grid, p), 0) < -600;
  }
  return count;
}

bool may_fit(const Volume& hu, const Vec3& place, double radius, NoduleAttachment attachment) {
  const double here = interpolate(hu, index_at(hu.grid, place), 0);
  if (attachment == NoduleAttachment::vessel) return here > -550 && aerated_around(hu, place, radius + 3) >= 18;
  if (here > -600 || here < -960) return false;
  const int aerated = aerated_around(hu, place, attachment == NoduleAttachment::wall ? 0.9 * radius : radius + 3);
  return attachment == NoduleAttachment::wall ? aerated >= 8 && aerated <= 25 : aerated >= 20;
}
}  // namespace

Vec3 draw_nodule_place(const Volume& ct, double diameter_mm, NoduleAttachment attachment, std::uint64_t seed,
                       double margin_mm) {
  const Volume hu = as_float(ct);
  Draws draws(seed, "nodule place");
  const double radius = diameter_mm / 2, margin = radius + margin_mm;
  for (int attempt = 0; attempt < 200'000; ++attempt) {
    Vec3 index{};
    bool inside = true;
    for (std::size_t a = 0; a < 3; ++a) {
      const double edge = margin / ct.grid.spacing[a], last = ct.grid.size[a] - 1 - edge;
      inside = inside && last >= edge;
      index[a] = draws.uniform(edge, std::max(edge, last));
    }
    if (!inside) break;
    if (!may_fit(hu, point_at(ct.grid, index), radius, attachment)) continue;
    try {
      const NoduleGround ground = nodule_ground(hu, point_at(ct.grid, index), std::min(radius + 10, 25.0));
      if (fits(ground, radius, attachment)) return ground.place;
    } catch (const Failure&) {
      continue;  // in soft tissue, or outside of the body
    }
  }
  throw Failure("This CT has no place for such a nodule; try a smaller one, or another attachment.");
}

}  // namespace longview
