// The two stages, their discriminators and what their training has to remember.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>

#include "networks/gp_gan/recipe.h"
#include "networks/training/adam.h"

namespace longview::gp_gan {

struct StepLosses {
  int stage = 1;
  GeneratorLoss generator;
  double discriminator = 0;
};

// Both stages learn side by side, each in a thread of its own: what follows may be called for different stages at once.
class Trainer {
 public:
  using DrawCourse = std::function<std::shared_ptr<const Course>(Draw&)>;

  Trainer(std::uint64_t seed, const Recipe& recipe, bool bfloat16);

  // One step of a stage (1 or 2) on courses drawn by `draw_course`. `fraction` is how far the training is, 0 to 1.
  StepLosses step(int stage, double fraction, const DrawCourse& draw_course);

  // One step of a stage on this batch.
  StepLosses learn(int stage, const Batch& batch, double fraction, Draw& draw);

  // Stage 2 takes over what stage 1 has learned; once, later calls do nothing.
  void start_second();

  // The stage with the running mean of its weights, for use.
  Stage mean_stage(int number) const;

  std::int64_t steps(int stage) const;
  double seconds = 0;  // spent so far

  void save(const std::filesystem::path&) const;
  void load(const std::filesystem::path&);

 private:
  struct Player {
    Player(int number, std::uint64_t seed)
        : stage(number, seed),
          discriminator(seed + static_cast<std::uint64_t>(number)),
          stage_adam(stage.parameters()),
          discriminator_adam(discriminator.parameters()) {}
    Stage stage;
    Discriminator discriminator;
    Adam stage_adam, discriminator_adam;
    std::int64_t steps = 0;
    mutable std::mutex mutex;  // held while its tensors are used
  };
  State state_of(int stage, const Batch& batch, bool chained) const;
  Player& player(int stage) const { return *players_[static_cast<std::size_t>(stage - 1)]; }

  std::uint64_t seed_;
  Recipe recipe_;
  bool bfloat16_;
  bool second_started_ = false;
  std::vector<std::unique_ptr<Player>> players_;
  std::unique_ptr<Stage> feeder_;  // stage 1 as stage 2 is fed by it; renewed every so many steps
};

}  // namespace longview::gp_gan
