// The mean brain of resources/models/standard_brain, which imaging/preparation/standard_brain.h lays brains on.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "imaging/core/volume.h"

namespace longview {

// Read when first asked for, then kept. Throws Failure if it is missing or broken.
const Volume& standard_template();

// The mean of so many brains as template.safetensors in `folder`: one tensor "image" [76, 94, 76], F16, and what it is
// made of as metadata. Throws Failure.
void write_standard_template(const Volume& mean, std::size_t brains, const std::string& licence,
                             const std::filesystem::path& folder);

}  // namespace longview
