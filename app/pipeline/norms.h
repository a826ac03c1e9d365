// What is usual: the volumes of brain regions of a cohort of healthy people, by age, sex and skull.
#pragma once

#include <string>
#include <vector>

#include "imaging/core/problem.h"
#include "imaging/core/progress.h"
#include "imaging/measurement/regional_norms.h"
#include "networks/core/history.h"

namespace longview {

// Norms of two ways of measuring: by the labels that came with the scans ("DLMUSE"), and by brain-labels on the same
// scans. Who has no age, sex or labels is left out and told in `problems`. Throws Failure for fewer than eight people.
std::vector<RegionalNorms> make_norms(const std::vector<History>& cohort, const std::string& name,
                                      const std::string& licence, std::vector<Problem>& problems,
                                      const Progress& progress = {});

}  // namespace longview
