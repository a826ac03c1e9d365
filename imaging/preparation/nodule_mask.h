// A proposal for the lung nodule around a click, for a person to confirm.
#pragma once

#include "imaging/core/label_map.h"
#include "imaging/core/progress.h"

namespace longview {

// The nodule around `point` (LPS mm of the CT's own space) as a label map on the CT's grid, marked SEMIAUTOMATIC:
// 1 nodule, 2 its solid part where it is part-solid. Whole chests, crops, thin and thick slices; cut off from wall and
// vessels by a smooth surface. Throws Failure, with the way out, where nothing stands out from the lung there.
LabelMap propose_nodule(const Volume& ct, const Vec3& point, const Progress& progress = {});

}  // namespace longview
