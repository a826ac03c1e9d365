// Brains with simulated atrophy as files: one with all its truth, or a cohort of patients with several dates.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/simulation/atrophy.h"

namespace longview {

// Reads a T1 and its labels (DLMUSE's or Longview's own; names beside the file), shrinks it and writes into `out`
// T1.nii.gz, labels.nii.gz, displacement_L, _P and _S.nii.gz (mm, baseline to follow-up), jacobian.nii.gz and truth.json,
// all marked as simulated. Throws Failure.
Atrophy simulate_atrophy_files(const std::filesystem::path& t1, const std::filesystem::path& labels,
                               const AtrophyOptions& options, const std::filesystem::path& out,
                               const Progress& progress = {});

// For every patient of `cohort` (a folder) with labels of brain structures: a BIDS patient in `out` with the scan as it
// is (ses-01) and one date for each of `hippocampus_percent` (descending: -5, -10), as far apart as the published rates
// say, with labels and truth. Throws Failure if there is none.
std::vector<std::string> simulate_atrophy_cohort(const std::filesystem::path& cohort, int leave_out_every,
                                                 int only_every, const std::vector<double>& hippocampus_percent,
                                                 const AtrophyOptions& options, const std::filesystem::path& out,
                                                 const Progress& progress = {});

}  // namespace longview
