#include "imaging/core/standard_space.h"

namespace longview {

Grid standard_grid() {
  Grid grid;
  grid.size = {76, 94, 76};
  grid.spacing = {2, 2, 2};
  grid.origin = {-75, -76, -68};  // MNI152's brain: x -72 to 72, y -73 to 108, z to 83
  return grid;
}

}  // namespace longview
