// A simulated patient on disk.
#pragma once

#include <filesystem>
#include <string>

#include "app/pipeline/simulate.h"
#include "imaging/core/study.h"
#include "imaging/simulation/glioma_study.h"

namespace longview {

// What both formats need.
struct SimulatedPatient {
  std::string id, anatomy;
  std::uint64_t seed = 0;
  double slice_thickness_mm = 0;
  SimulatedGlioma glioma;
};

// Makes it. Throws Failure where it holds anything, so that no study is mixed with another.
void need_empty_folder(const std::filesystem::path& folder);

Date simulated_date(double day);                       // 2024-01-15 and `day` days
std::string session_name(std::size_t date);            // "ses-01"
std::string bids_subject(const std::string& patient);  // "sub-DEMO0042"
std::vector<SimulatedDateSummary> summaries(const SimulatedGlioma& glioma);

void write_simulated_dicom(const SimulatedPatient& patient, const std::filesystem::path& folder,
                           const Progress& progress);
// Into the BIDS folder `root`, without its participants.tsv. The truth file comes last: where it is, all is.
void write_simulated_nifti(const SimulatedPatient& patient, const std::filesystem::path& root,
                           const Progress& progress);
std::filesystem::path truth_file(const std::filesystem::path& root, const std::string& patient);

// dataset_description.json and participants.tsv, from the truth files of the folder's patients.
void write_bids_tables(const std::filesystem::path& root);

}  // namespace longview
