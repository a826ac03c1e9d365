// Measurement reports after TID 1500, PS3.16: volume and change of each label, referring to the SEG they stand on.
#pragma once

#include <filesystem>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/measurement/growth.h"
#include "imaging/measurement/volumes.h"
#include "imaging/writing/dicom_target.h"

namespace longview {

struct ReportedLabel {
  Label label;
  LabelVolume volume;
  std::optional<Change> change;  // against the date before
};

// `seg` is the file that write_seg made for the same labels.
std::string write_sr(const std::vector<ReportedLabel>& labels, const std::filesystem::path& seg,
                     const DicomTarget& target, const std::filesystem::path& file, const Progress& progress = {});

}  // namespace longview
