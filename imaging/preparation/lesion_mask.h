// A proposal for the lesion around a click, for a person to confirm.
#pragma once

#include "imaging/core/label_map.h"
#include "imaging/core/progress.h"

namespace longview {

// The bright (enhancing) lesion around `point` (LPS mm of the scan's own space) as a label map on the scan's grid,
// marked SEMIAUTOMATIC. Throws Failure, with the way out, if nothing stands out there.
LabelMap propose_lesion(const Volume& scan, const Vec3& point, const Progress& progress = {});

}  // namespace longview
