// The demo study: a simulated glioma in the template brain, made once and kept in the user's cache.
#pragma once

#include <filesystem>

#include "imaging/core/progress.h"

namespace longview {

// The folder of the study. $LONGVIEW_DEMO names it where it was made before, else it is made in the cache.
// Throws Failure with the reason and the way out.
std::filesystem::path demo_study(const Progress& progress);

}  // namespace longview
