// How the mean brain is made that every brain is laid on (imaging/preparation/standard_brain.h).
#pragma once

#include <filesystem>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/study.h"
#include "networks/core/history.h"

namespace longview {

struct StandardTemplate {
  Volume mean;             // a standard image
  std::size_t brains = 0;  // that it is the mean of
};

// From histories with labels of brain structures (of brains that may be learned from): all laid on `reference`, a brain
// without skull in MNI152 space, and averaged together with their mirror images. A brain whose fit cannot be trusted is
// left out and named in `problems`. Throws Failure for fewer than two.
StandardTemplate make_standard_template(const std::vector<History>& cohort, const Volume& reference,
                                        std::vector<Problem>& problems, const Progress& progress = {});

}  // namespace longview
