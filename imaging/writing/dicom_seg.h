// DICOM Segmentation objects, PS3.3 A.51.
#pragma once

#include <filesystem>
#include <optional>

#include "imaging/core/label_map.h"
#include "imaging/core/progress.h"
#include "imaging/writing/dicom_target.h"

namespace longview {

// BINARY segmentation of `labels`, resampled (nearest) onto the source series' grid if it lies on another. Returns the
// SOP Instance UID. The source must be DICOM: from a NIfTI study write_series makes one first.
std::string write_seg(const LabelMap& labels, const DicomTarget& target, const std::filesystem::path& file,
                      const Progress& progress = {});

// FRACTIONAL PROBABILITY segmentation of one label from a probability volume (0 to 1).
std::string write_fractional_seg(const Volume& probability, const Label& label, const DicomTarget& target,
                                 const std::filesystem::path& file, const Progress& progress = {});

}  // namespace longview
