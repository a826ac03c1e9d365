// Single brains in the standard space as training sees them: packed small, and kept on disk so that they are prepared
// once.
#pragma once

#include <ATen/ATen.h>

#include <filesystem>
#include <string>
#include <vector>

#include "imaging/core/problem.h"
#include "imaging/core/progress.h"
#include "imaging/preparation/standard_brain.h"
#include "networks/core/history.h"
#include "networks/core/private/samples.h"

namespace longview {

// All tensors are bytes, [z, y, x] of the standard brain.
struct TrainingBrain {
  std::string patient;
  double age_years = 0;
  bool female = false;
  at::Tensor image;   // intensity times 255
  at::Tensor mask;    // 0 or 1
  at::Tensor grey;    // grey matter of the scan's own intensities (imaging/preparation/tissue_maps.h), times 255
  at::Tensor white;   // the same of white matter
  at::Tensor labels;  // imaging/core/brain_structures.h, 0 where none is known

  // [1, 1, z, y, x] floats, 0 to 1.
  at::Tensor scaled(const at::Tensor& bytes) const { return bytes.to(at::kFloat).div(255).unsqueeze(0).unsqueeze(0); }
  at::Tensor floats(const at::Tensor& bytes) const { return bytes.to(at::kFloat).unsqueeze(0).unsqueeze(0); }
};

// From standard images: its tissues. `image` and `brain` lie on standard_grid(); `labels` may be a default Volume.
// Throws Failure for a brain with too few voxels.
TrainingBrain training_brain(const Volume& image, const Volume& brain, const Volume& labels,
                             const Progress& progress = {});

// A patient's last scan in the standard space.
struct PlacedBrain {
  TrainingBrain brain;
  StandardBrain placed;
};
// Where `with_labels`, reference labels that came with the scan mask it and follow it; else the mask is found. Age and
// sex are left at 0 and male where unknown. Throws Failure where no brain is found or it cannot be laid on the mean.
PlacedBrain placed_brain_of(const History& history, bool with_labels, const Progress& progress = {});

// The brains of a cohort's histories with reference labels, age and sex, prepared once and kept in `folder`. Who is
// left out and why is told in `problems`.
std::vector<TrainingBrain> training_brains(const std::vector<History>& cohort, const std::filesystem::path& folder,
                                           std::vector<Problem>& problems, const Progress& progress = {});

// To and from a file of safetensors. Throws Failure.
void write_brain(const std::filesystem::path&, const TrainingBrain&);
TrainingBrain read_brain(const std::filesystem::path&);

// How a patient is named in cards: the first 12 digits of the name's SHA-256.
std::string anonymous_key(const std::string& patient);

// A small change of place: turned, shifted and scaled a little, and mirrored half the time. The same for all tensors
// given, each [1, 1, z, y, x] float; trilinear, 0 beyond the border. A `displacement` ([1, 3, z, y, x], voxels) is
// looked through in the same interpolation, so that brains with one are no more blurred than those without.
struct Jitter {
  double degrees = 3, shift_voxels = 1.5, scale = 0.04;
  bool mirror = true;
};
std::vector<at::Tensor> jittered(const std::vector<at::Tensor>& all, const Jitter& jitter, Draw& draw,
                                 const at::Tensor& displacement = {});

}  // namespace longview
