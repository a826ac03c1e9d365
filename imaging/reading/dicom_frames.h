// Where each plane of a DICOM object lies and how its stored values are meant.
#pragma once

#include <filesystem>
#include <vector>

#include "imaging/reading/dicom_headers.h"

class DcmDataset;

namespace longview {

// One a frame: from the functional groups of a multi-frame object (PS3.3 C.7.6.16), else from the data set itself.
// Throws Failure where geometry that is stated is no geometry.
std::vector<DicomFrame> dicom_frames(DcmDataset& data, const std::filesystem::path& file);

}  // namespace longview
