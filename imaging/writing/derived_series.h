// A volume as a DICOM image series: predictions as derived, never to be taken for acquired; NIfTI scans made DICOM so
// that a SEG has something to stand on; simulated scans.
#pragma once

#include <filesystem>

#include "imaging/core/progress.h"
#include "imaging/writing/dicom_target.h"

namespace longview {

struct SeriesOptions {
  std::string description;  // predictions get "PREDICTED +90 d RESEARCH ONLY ..." in front
  std::string modality = "MR";
  int series_number = 1;
  bool derived = true;  // false: a simulated acquisition, ImageType ORIGINAL\PRIMARY, still marked
};

// Writes the slices as files NNNN.dcm into `folder` (made if absent) and returns the series as one would read it back.
// `target.source` may be null: then study, series and frame of reference UIDs are new, made from `target.patient` and
// the timepoint's session so that the same input gives the same UIDs.
Series write_series(const Volume& volume, const DicomTarget& target, const std::filesystem::path& folder,
                    const SeriesOptions& options, const Progress& progress = {});

}  // namespace longview
