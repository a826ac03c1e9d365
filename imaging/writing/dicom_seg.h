// DICOM Segmentation objects, PS3.3 A.51, on the grid of the source series.
//
// Segments are numbered from 1 in the order of the labels, as the standard demands: a label of another value comes back
// with its segment's number as value, under the same name. Only frames with voxels are written, and of slices without
// any an empty one of the first segment, so that the grid can be had from the object alone.
#pragma once

#include <filesystem>
#include <optional>

#include "imaging/core/label_map.h"
#include "imaging/core/progress.h"
#include "imaging/writing/dicom_target.h"

namespace longview {

// BINARY segmentation of `labels`, resampled (nearest) onto the source series' grid if it lies on another. Returns the
// SOP Instance UID. The source must be DICOM: from a NIfTI study write_series makes one first. Throws Failure.
std::string write_seg(const LabelMap& labels, const DicomTarget& target, const std::filesystem::path& file,
                      const Progress& progress = {});

// FRACTIONAL PROBABILITY segmentation of one label from a probability volume (0 to 1, in steps of 1/255), resampled
// (linear) onto the source series' grid if it lies on another. Throws Failure.
std::string write_fractional_seg(const Volume& probability, const Label& label, const DicomTarget& target,
                                 const std::filesystem::path& file, const Progress& progress = {});

}  // namespace longview
