// The status discriminator: DenseNet-21, is this brain a patient's? (networks.md 3.4)
#pragma once

#include <array>

#include "networks/brain_stat_trans_gan/dense_parts.h"

namespace longview::brain_stat_trans_gan {

class StatusNetwork {
 public:
  explicit StatusNetwork(std::uint64_t seed);

  // What RMFN takes from it: after transitions 1 to 3, and what the last layer sees, [N, 62].
  struct Features {
    at::Tensor a1, a2, a3, a4;
  };
  // `x` [N, 1, 76, 94, 76].
  Features features(const at::Tensor& x, RunMode mode = {}, Trace* trace = nullptr) const;
  // [N, 2] logits: healthy, patient.
  at::Tensor operator()(const at::Tensor& x, RunMode mode = {}, Trace* trace = nullptr) const;

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
