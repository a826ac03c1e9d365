// Where a row of a model's table is: what a click on it goes to.
#pragma once

#include <optional>

#include "imaging/core/findings.h"
#include "imaging/core/study.h"

namespace longview {

// Study point of the row: from its columns x_mm, y_mm, z_mm (LPS mm of the scan of `timepoint`), else the middle of the
// label or of the brain region that bears its name (with its side, where the table has that column) in a segmentation
// of that date or of any other. A region of both sides is its right half, or its left one where `cursor` already stands
// in the right one's middle. Nothing where the study does not know the place.
std::optional<Vec3> region_point(const Study& study, int timepoint, const NamedTable& table, int row,
                                 const Vec3& cursor = {1e9, 1e9, 1e9});

}  // namespace longview
