// A folder of patients as what networks learn from and are judged by.
#pragma once

#include <filesystem>
#include <vector>

#include "imaging/core/problem.h"
#include "imaging/core/progress.h"
#include "networks/core/history.h"

namespace longview {

// Every patient of the folder opened, aligned and prepared. A patient that cannot be is told in `problems`, not dropped
// silently. `leave_out` names patients that must not be read at all (held-out ones).
std::vector<History> load_cohort(const std::filesystem::path& folder, const std::vector<std::string>& leave_out,
                                 std::vector<Problem>& problems, const Progress& progress = {});

}  // namespace longview
