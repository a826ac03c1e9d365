// Single brains in the standard space as training sees them: packed small, and kept on disk so that they are prepared
// once.
#pragma once

#include <ATen/ATen.h>

#include <filesystem>
#include <string>
#include <vector>

#include "networks/core/private/samples.h"

namespace longview {

// All tensors are bytes, [z, y, x] of the standard brain.
struct TrainingBrain {
  std::string patient;
  double age_years = 0;
  bool female = false;
  at::Tensor image;   // intensity times 255
  at::Tensor mask;    // 0 or 1
  at::Tensor grey;    // grey matter times 255
  at::Tensor labels;  // structures, 0 where none is known

  // [1, 1, z, y, x] floats, 0 to 1.
  at::Tensor scaled(const at::Tensor& bytes) const { return bytes.to(at::kFloat).div(255).unsqueeze(0).unsqueeze(0); }
  at::Tensor floats(const at::Tensor& bytes) const { return bytes.to(at::kFloat).unsqueeze(0).unsqueeze(0); }
};

// To and from a file of safetensors. Throws Failure.
void write_brain(const std::filesystem::path&, const TrainingBrain&);
TrainingBrain read_brain(const std::filesystem::path&);

// How a patient is named in cards: the first 12 digits of the name's SHA-256.
std::string anonymous_key(const std::string& patient);

// A small change of place: turned, shifted and scaled a little, and mirrored half the time. The same for all tensors
// given, each [1, 1, z, y, x] float; trilinear, 0 beyond the border.
struct Jitter {
  double degrees = 3, shift_voxels = 1.5, scale = 0.04;
  bool mirror = true;
};
std::vector<at::Tensor> jittered(const std::vector<at::Tensor>& all, const Jitter& jitter, Draw& draw);

}  // namespace longview
