// A time point as files for others: NIfTI, DICOM SEG, SR and series.
#pragma once

#include <filesystem>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/study.h"

namespace longview {

enum class ExportFormat { nifti, seg, fractional_seg, sr, series };

struct ExportRequest {
  std::vector<ExportFormat> formats;
  std::filesystem::path folder;
  std::string review = "not reviewed";
};

struct ExportedObject {
  std::filesystem::path path;  // file, or folder of a series
  std::string description;     // as it stands in the object
};

// What `timepoint` has, in the formats asked for. Where the date it stands on is not DICOM, a derived series of it is
// made first and listed.
std::vector<ExportedObject> export_timepoint(const Study& study, std::size_t timepoint, const ExportRequest& request,
                                             const Progress& progress = {});

}  // namespace longview
