// Our speed beside Torch's defaults, in the same run.
#pragma once

#include <string>

#include "imaging/core/progress.h"
#include "networks/evaluation/benchmark.h"

namespace longview {

// "train": one step of GP-GAN's generator at 64 x 64 x 16, forward and backward. "predict": a whole brain at 1 mm.
// Throws Failure for another name.
BenchmarkResult benchmark(const std::string& what, const Progress& progress);

}  // namespace longview
