// A volume as a tensor and back, without a copy where the voxels are float already (styles.md 11.7 A).
#pragma once

#include <ATen/ATen.h>

#include <string>

#include "imaging/core/volume.h"

namespace longview {

// [z, y, x] float. May look at the volume's own voxels, which must never change: use it only in out-of-place steps
// (torch knows no const; `.to` and `.contiguous` may still be the same memory).
at::Tensor tensor_of(const Volume& volume);

// A float volume that keeps the tensor's memory alive; [z, y, x] in any float type.
Volume volume_of(const at::Tensor& tensor, const Grid& grid, std::string unit = {});

}  // namespace longview
