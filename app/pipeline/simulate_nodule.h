// A simulated lung nodule in a real chest CT as a study folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/pipeline/simulate.h"
#include "imaging/simulation/nodule.h"

namespace longview {

struct NoduleStudyOptions {
  NoduleOptions nodule;  // its place counts where `at_place` is set
  bool at_place = true;  // else a place is drawn, with `attachment`
  NoduleAttachment attachment = NoduleAttachment::none;
  StudyFormat format = StudyFormat::dicom;
  std::string patient = "NODULE-0001";
};

// Puts a nodule into the CT of `ct` (an image file, or a study folder: its first date with a CT) and writes a study
// into `folder` (made; must be empty or absent), marked as simulated. DICOM: a CT series and a SEG a date. NIfTI: BIDS
// with labels (1 nodule, 2 its solid part) and, beside them, how many of the four readers have each voxel inside. Both:
// truth.json. Throws Failure.
SimulatedNodule simulate_nodule_study(const std::filesystem::path& ct, const std::filesystem::path& folder,
                                      const NoduleStudyOptions& options, const Progress& progress = {});

}  // namespace longview
