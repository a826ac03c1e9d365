// The mean brain that every brain is laid on (imaging/preparation/standard_brain.h): read from the model data, and how
// it was made.
#pragma once

#include <filesystem>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/study.h"
#include "networks/core/history.h"

namespace longview {

// From histories with labels of brain structures (of brains that may be learned from): all laid on `reference`, a brain
// without skull in MNI152 space, averaged together with their mirror images; then, twice, on that average. A brain
// whose fit cannot be trusted is left out and named in `problems`. The mean is a standard image.
Volume make_standard_template(const std::vector<History>& cohort, const Volume& reference,
                              std::vector<Problem>& problems, const Progress& progress = {});

}  // namespace longview
