// Small questions that every stage asks of a time point.
#pragma once

#include <string>
#include <vector>

#include "imaging/core/study.h"

namespace longview {

// Indices of the acquired time points whose main series was read, oldest first.
std::vector<std::size_t> acquired_timepoints(const Study& study);

// The read main series (of the contrast-enhanced T1 where there is one). Throws Failure if none was read.
const Series& loaded_series(const Timepoint& timepoint);

// Study space to this date's scan; the identity where it was not aligned yet.
Affine study_to_scan(const Timepoint& timepoint);

// "2024-01-15", else the session's name.
std::string name_of(const Timepoint& timepoint);

}  // namespace longview
