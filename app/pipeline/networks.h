// Opens the networks' library when a model is first asked for: it costs 0.3 s and 160 MB (stack.md 1.6).
#pragma once

#include <string>
#include <vector>

#include "networks/core/networks_library.h"

namespace longview {

// Throws Failure if the library cannot be found or opened, with where it was looked for.
const NetworksLibrary& networks();

// The model and every baseline of its task, by name: what a back-test sets side by side.
std::vector<std::string> with_baselines(const std::string& model);

}  // namespace longview
