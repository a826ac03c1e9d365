// DICOM Segmentation objects (PS3.3 A.51) as label maps.
#pragma once

#include <filesystem>
#include <vector>

#include "imaging/core/label_map.h"
#include "imaging/core/problem.h"
#include "imaging/core/progress.h"

namespace longview {

// BINARY or FRACTIONAL (inside from half of the maximum on), on the grid of the object's own frame positions. Where
// segments overlap the later one is kept and a Problem says so.
LabelMap read_dicom_seg(const std::filesystem::path& file, std::vector<Problem>& problems, const Progress& progress);

}  // namespace longview
