// What a model is shown of a study.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/study.h"
#include "networks/core/history.h"

namespace longview {

// The acquired dates of the aligned study, prepared on one grid. `dates` limits it to the first so many (back-test);
// 0 for all. Of each date the mask named like a tumour is taken, else its first one that is no atlas or organ.
History prepare(const Study& study, int dates = 0, const Progress& progress = {},
                Preparation preparation = Preparation::lesion);

}  // namespace longview
