// A volume as a DICOM image series: predictions as derived, never to be taken for acquired; NIfTI scans made DICOM so
// that a SEG has something to stand on; simulated scans.
//
// Predictions (target.provenance) become one multi-frame object, Enhanced MR or CT Image Storage: those have Content
// Qualification = RESEARCH and a derivation for each frame, and no single slice of them can be taken for an acquired MR
// or CT image (peers.md E5). They carry no acquisition date. Their Image Type is DERIVED\PRIMARY: enhanced objects
// know no SECONDARY (PS3.3 C.8.16.1.2), and dciodvfy refuses it. All else becomes classic single-slice MR or CT Image
// Storage, which every viewer and archive takes.
#pragma once

#include <filesystem>

#include "imaging/core/progress.h"
#include "imaging/writing/dicom_target.h"

namespace longview {

struct SeriesOptions {
  std::string description;      // predictions get "PREDICTED +90 d RESEARCH ONLY ..." in front
  std::string modality = "MR";  // "MR" or "CT", else Failure
  int series_number = 1;
  bool derived = true;             // false: a simulated acquisition, ImageType ORIGINAL\PRIMARY, still marked
  std::string body_part = "HEAD";  // Body Part Examined; one without sides, else a laterality is missing
  std::string contrast_agent;      // "Gadolinium": Contrast/Bolus Agent of a simulated ce-T1w; empty for none
};

// Writes the slices as files NNNN.dcm into `folder` (made if absent; 0001.dcm alone for a prediction) and returns the
// series as one would read it back: right-handed, so a left-handed volume has its slices in reversed order, and with
// the voxels as they were stored. Integers of up to 16 bits are stored as they are; other values are rounded if the
// series is an acquisition with a range of 1000 or more, else stored with a rescale slope of 1/65535 of their range.
// `target.source` may be null: then study, series and frame of reference UIDs are new, made from `target.patient` and
// the timepoint's session so that the same input gives the same files. Throws Failure.
Series write_series(const Volume& volume, const DicomTarget& target, const std::filesystem::path& folder,
                    const SeriesOptions& options, const Progress& progress = {});

}  // namespace longview
