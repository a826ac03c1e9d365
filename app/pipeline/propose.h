// Lesions for the dates that have none, from one click on the last scan.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/study.h"

namespace longview {

// In CT a lung nodule is proposed, else a brain's enhancing lesion. `point` is LPS mm of the last acquired scan; it reaches the other dates through their registration. Proposals are
// marked SEMIAUTOMATIC and told as Problems. Throws Failure if nothing stands out on the last scan.
Study propose_lesions(const Study& study, const Vec3& point, const Progress& progress = {});

}  // namespace longview
