// Our speed beside a peer's, in the same run.
#pragma once

#include <functional>
#include <string>

#include "imaging/core/progress.h"
#include "networks/evaluation/benchmark.h"

namespace longview {

// "train": one step of GP-GAN's generator, forward and backward, beside libtorch's defaults. "predict": a brain of
// Colin27's size at 1 mm, beside ONNX Runtime with the same network, windows and data (tests/benchmarks/onnx_peer;
// without it libtorch's defaults). Throws Failure for another name.
BenchmarkResult benchmark(const std::string& what, const Progress& progress);
BenchmarkResult benchmark_predict(const Progress& progress);

double seconds_of(const std::function<void()>& work);
// The largest resident size of this process so far.
double peak_mb();

}  // namespace longview
