// Volumes and labels as NIfTI-1.
#pragma once

#include <filesystem>

#include "imaging/core/label_map.h"
#include "imaging/core/volume.h"

namespace longview {

// Writes .nii or .nii.gz in the voxel type it has; qform and sform equal, code 1 (scanner), units mm. `description`
// goes into descrip (80 characters): "PREDICTED +90 d RESEARCH ONLY" for predictions. Written beside and renamed: the
// file is whole or absent. Throws Failure if the disk is full or the folder does not exist.
void write_nifti(const Volume& volume, const std::filesystem::path& file, const std::string& description = {});

// Labels as uint8 or uint16, with a table of values and names beside it (`<stem>.tsv`, BIDS dseg).
void write_nifti(const LabelMap& labels, const std::filesystem::path& file, const std::string& description = {});

}  // namespace longview
