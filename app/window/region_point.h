// Where a row of a model's table is: what a click on it goes to.
#pragma once

#include <optional>

#include "imaging/core/findings.h"
#include "imaging/core/study.h"

namespace longview {

// Study point of the row: from its columns x_mm, y_mm, z_mm (LPS mm of the scan of `timepoint`), else the middle of the
// label that bears its name (with its side, where the table has that column) in a segmentation of that date or of any
// other. Nothing where the study does not know the place.
std::optional<Vec3> region_point(const Study& study, int timepoint, const NamedTable& table, int row);

}  // namespace longview
