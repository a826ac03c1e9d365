// A folder of patients as what networks learn from and are judged by.
#pragma once

#include <filesystem>
#include <vector>

#include "imaging/core/problem.h"
#include "imaging/core/progress.h"
#include "networks/core/history.h"

namespace longview {

// Which patients of a folder are read at all. The rule of the project's own networks: every fourth of the sorted
// patients, beginning with the first, is held out (networks/evaluation/splits.h, networks.md 0.6).
struct CohortOptions {
  std::vector<std::string> leave_out, only;  // by patient; `only` empty: all
  int leave_out_every = 0, only_every = 0;   // of the sorted patients, 4: the first, fifth, ninth ...; 0: no such rule
  std::string sequence;  // of each date the series of this sequence alone; empty: the main one
  Preparation preparation = Preparation::lesion;
};

// Every such patient of the folder opened, aligned and prepared. A patient that cannot be is told in `problems`, not
// dropped silently. Throws Failure if none is left.
std::vector<History> load_cohort(const std::filesystem::path& folder, const CohortOptions& options,
                                 std::vector<Problem>& problems, const Progress& progress = {});

}  // namespace longview
