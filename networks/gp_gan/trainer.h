// The two stages, their discriminators and what their training has to remember.
#pragma once

#include <filesystem>
#include <memory>

#include "networks/gp_gan/recipe.h"
#include "networks/training/adam.h"

namespace longview::gp_gan {

struct StepLosses {
  int stage = 1;
  GeneratorLoss generator;
  double discriminator = 0;
};

class Trainer {
 public:
  Trainer(std::uint64_t seed, const Recipe& recipe, bool bfloat16);

  // One step on courses drawn by `draw_course`. `fraction` is how far the whole training is, 0 to 1.
  template <class DrawCourse>
  StepLosses step(double fraction, DrawCourse draw_course) {
    Draw draw(seed_, "gp_gan step", static_cast<std::uint64_t>(steps_));
    const int stage = choose_stage(fraction, draw);
    std::vector<Batch> patches;
    while (std::ssize(patches) < recipe_.batch) {
      const std::shared_ptr<const Course> course = draw_course(draw);
      if (std::ssize(course->dates) > stage) patches.push_back(patch_of(*course, stage, draw));
    }
    return learn(stage, stack(patches), fraction, draw);
  }

  // One step of a stage (1 or 2) on this batch.
  StepLosses learn(int stage, const Batch& batch, double fraction, Draw& draw);

  // The stage with the running mean of its weights, for use.
  Stage mean_stage(int number) const;

  std::int64_t steps() const { return steps_; }
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
  };
  int choose_stage(double fraction, Draw& draw);
  Batch patch_of(const Course& course, int stage, Draw& draw) const;
  State state_of(int stage, const Batch& batch, bool chained) const;
  Player& player(int stage) const { return *players_[static_cast<std::size_t>(stage - 1)]; }

  std::uint64_t seed_;
  Recipe recipe_;
  bool bfloat16_;
  std::int64_t steps_ = 0;
  bool second_started_ = false;
  std::vector<std::unique_ptr<Player>> players_;
};

}  // namespace longview::gp_gan
