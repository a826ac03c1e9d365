// A figure of speed beside a peer's in the same run.
#pragma once

#include <string>

namespace longview {

struct BenchmarkResult {
  double ours = 0, peer = 0;  // seconds
  std::string peer_name;      // "libtorch defaults"
  double peak_mb = 0;         // of this process
  std::string notes;
};

}  // namespace longview
