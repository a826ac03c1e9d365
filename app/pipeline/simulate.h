// Simulated patients as study folders: exact truth for training, evaluation and a first look at the program.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/pipeline/anatomy.h"
#include "imaging/core/progress.h"
#include "imaging/simulation/glioma.h"

namespace longview {

enum class StudyFormat { dicom, nifti };

struct SimulateOptions {
  std::vector<double> days{0, 90, 180};  // whole days, ascending; the first is 15 January 2024
  std::uint64_t seed = 1;
  StudyFormat format = StudyFormat::dicom;
  double slice_thickness_mm = 0;  // 0: 1 mm cubes; else thick axial slices
  std::string patient = "DEMO-0042";
  std::optional<double> first_volume_ml;  // of the tumour with its core; else drawn
  std::optional<GliomaGrowth> growth;     // rates and seed; else drawn
};

struct SimulatedDateSummary {
  std::string session, date;                   // "ses-01", "2024-01-15"
  double day = 0, tumour_ml = 0, core_ml = 0;  // labels 1 and 3 as drawn
};

struct SimulatedStudy {
  std::filesystem::path folder;
  std::string patient, course;  // "growing", "stable", "shrinking"
  std::vector<SimulatedDateSummary> dates;
};

// Writes a study into `folder` (made; must be empty or absent). DICOM: a series and a SEG a date, marked as Synthetic
// Data, and truth.json. NIfTI: BIDS with masks of label 1, sub-X_sessions.tsv and sub-X_truth.json. Throws Failure.
SimulatedStudy simulate_study(const std::filesystem::path& anatomy_t1, const std::filesystem::path& folder,
                              const SimulateOptions& options = {}, const Progress& progress = {});
// The same from an anatomy read before.
SimulatedStudy simulate_study(const Anatomy& anatomy, const std::filesystem::path& folder,
                              const SimulateOptions& options = {}, const Progress& progress = {});

// The study of the guided tour: Colin27 (Debian's mricron-data), a growing tumour in the right hemisphere, three dates,
// DICOM. Throws Failure, naming the package, if the template is not installed.
SimulatedStudy make_demo_study(const std::filesystem::path& folder, const Progress& progress = {});

// `count` NIfTI patients sub-SIM0001 ... in one BIDS folder, half with 1 mm cubes and half with slices of 5 to 6.5 mm,
// two or three dates 30 to 200 days apart. The column `anatomy` of participants.tsv names the brain each was made from.
// Patients that are there already, whole, are left as they are: a run that was stopped goes on.
std::vector<SimulatedStudy> simulate_cohort(const std::vector<std::filesystem::path>& anatomies,
                                            const std::filesystem::path& folder, int count, std::uint64_t seed,
                                            const Progress& progress = {});

}  // namespace longview
