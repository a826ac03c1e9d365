// The mean brain of resources/models/standard_brain, which imaging/preparation/standard_brain.h lays brains on.
#pragma once

#include <filesystem>

#include "imaging/core/volume.h"

namespace longview {

// Read when first asked for, then kept. Throws Failure if it is missing or broken.
const Volume& standard_template();

// The mean brain as template.safetensors in `folder`: one tensor "image" [76, 94, 76], F16. Throws Failure.
void write_standard_template(const Volume& mean, const std::filesystem::path& folder);

}  // namespace longview
