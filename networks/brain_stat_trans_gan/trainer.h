// BrainStatTrans-GAN and RMFN learning: one step of each part, and the state that goes on after a stop.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "networks/brain_stat_trans_gan/discriminator.h"
#include "networks/brain_stat_trans_gan/generator.h"
#include "networks/brain_stat_trans_gan/independent.h"
#include "networks/brain_stat_trans_gan/objective.h"
#include "networks/brain_stat_trans_gan/recipe.h"
#include "networks/brain_stat_trans_gan/rmfn.h"
#include "networks/training/adam.h"

namespace longview::brain_stat_trans_gan {

// A batch of standard brains, half of them healthy: [N, 1, 76, 94, 76] each; status 0 healthy, 1 patient.
struct Batch {
  at::Tensor brain, mask, status;
};

using Told = std::vector<std::pair<std::string, double>>;

inline constexpr std::size_t judges = 3;  // status networks that teach the generator

class Trainer {
 public:
  Trainer(std::uint64_t seed, const Recipe& recipe, bool bfloat16);

  // The three status networks and the independent one, which the generator never meets.
  Told learn_status(const Batch& batch, double share);
  Told learn_generator(const Batch& batch, const EpochPlan& plan, double share);
  Told learn_rmfn(const Batch& batch, double share);

  Generator& generator() { return generator_; }
  std::vector<StatusNetwork>& status() { return status_; }
  Independent& independent() { return independent_; }
  Rmfn& rmfn() { return rmfn_; }

  std::int64_t steps = 0;
  double seconds = 0;

  void save(const std::filesystem::path& file) const;
  void load(const std::filesystem::path& file);

 private:
  template <class F>
  void each_part(F&& f) const;

  Recipe recipe_;
  RunMode learns_, fixed_;
  Generator generator_;
  Discriminator discriminator_;
  std::vector<StatusNetwork> status_;
  Independent independent_;
  Rmfn rmfn_;
  std::vector<std::unique_ptr<Adam>> adams_;  // generator, discriminator, status networks, independent, RMFN
};

}  // namespace longview::brain_stat_trans_gan
