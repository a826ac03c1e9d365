// Voxels of a series and labels of a segmentation.
#pragma once

#include <filesystem>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/study.h"

namespace longview {

// The series as one volume on its own grid: slices by position, rescaled slice by slice, spacing from the positions.
// Declared and actual sizes were compared before any library saw the file. A gantry tilt is resampled; uneven, missing
// or doubled slices are told in `problems` and never give a displaced volume. Throws Failure where no true volume can
// be had, with the reason in words.
Volume read(const Series& series, std::vector<Problem>& problems, const Progress& progress = {});

// The labels of a mask file or DICOM SEG on the grid they were stored on.
LabelMap read_labels(const Segmentation& segmentation, std::vector<Problem>& problems, const Progress& progress = {});

// One image file of any format that we read (NIfTI, NRRD, MetaImage, a single DICOM object), geometry in LPS.
Volume read_image(const std::filesystem::path& file, const Progress& progress = {});

}  // namespace longview
