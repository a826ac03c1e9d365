// Which patients, dates and series lie in a folder, from the headers alone.
#pragma once

#include <filesystem>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/study.h"

namespace longview {

// One Study a patient, time points by date. DICOM is found by content, NIfTI, NRRD and MetaImage by suffix. Dates come
// from DICOM (0008,0022, else 0008,0020), BIDS sessions and *_sessions.tsv (acq_time or days), else files keep their
// order and a note says so. Masks beside images (*_mask, *_dseg) and DICOM SEG objects are attached to their date.
// What cannot be used becomes a Problem, with the file and the reason. No voxels are read. All cores are used.
// Throws Failure if the folder does not exist or holds no image.
std::vector<Study> scan(const std::filesystem::path& folder, const Progress& progress = {});

}  // namespace longview
