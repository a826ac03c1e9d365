// RMFN: the status from the brain and from what the generator would change in it (networks.md 3.6).
#pragma once

#include "networks/brain_stat_trans_gan/status_network.h"

namespace longview::brain_stat_trans_gan {

// The residual's path and the joined last layer. The brain's path is a StatusNetwork that was trained alone, is frozen,
// and runs in evaluation mode (in the release its batch norms used the batch: a defect).
class Rmfn {
 public:
  explicit Rmfn(std::uint64_t seed);

  // `residual` [N, 1, 76, 94, 76], signed; `brain` what the frozen path gave. [N, 2] logits: healthy, patient.
  at::Tensor operator()(const at::Tensor& residual, const StatusNetwork::Features& brain, RunMode mode = {},
                        Trace* trace = nullptr) const;

  const Parameters& parameters() const { return parameters_; }
  const Parameters& statistics() const { return statistics_; }

 private:
  Parameters parameters_, statistics_;
  Stem stem_;
  std::array<DenseBlock, 4> blocks_;
  std::array<Transition, 3> transitions_;
  Tail tail_;
  Linear linear_;
};

}  // namespace longview::brain_stat_trans_gan
