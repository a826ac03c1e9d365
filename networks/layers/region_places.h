// Where the brain's regions lie in a scan that was laid on the standard brain: what a click on a table's row goes to.
#pragma once

#include <ATen/ATen.h>

#include "imaging/core/findings.h"
#include "imaging/core/transform.h"

namespace longview {

// Structure values [z, y, x] of the standard grid seen through a displacement (layers/diffeomorphic.h): the nearest
// one, 0 beyond the border.
at::Tensor nearest_through(const at::Tensor& labels, const at::Tensor& displacement);

// Adds the columns x_mm, y_mm and z_mm (LPS of the scan) to a table whose first column names brain regions: the voxel
// of the region nearest to its centroid; of a region of both sides the side where `map` [z, y, x] is higher on average.
// Rows without such a region get empty cells. `atlas`: structure values [z, y, x] of the standard grid as it lies on
// this brain.
void add_places(NamedTable& table, const at::Tensor& atlas, const at::Tensor& map, const Affine& to_scan);

}  // namespace longview
