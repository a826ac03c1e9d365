// All trainings of one patient: several seeds on the two dates, and null runs on a date against itself.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "networks/layers/change_measure.h"
#include "networks/personal_wgan/recipe.h"

namespace longview::personal_wgan {

struct LearnOptions {
  int seeds = 3, nulls = 2;  // trainings on the pair; on dates that did not change, first and last in turn
  std::uint64_t seed = 1;
  std::int64_t steps = 0;  // of each training; 0: as many as `minutes` hold
  double minutes = 5;      // for all of them
  int threads = 1;         // trainings at a time, one a thread
  Recipe recipe;
  std::function<void(const FoundChange&)> preview;  // once, from a training's thread, after a minute or at half time
};

struct Learned {
  FoundChange found;                    // mean map, threshold and false alarms by the null runs
  at::Tensor spread;                    // [z, y, x], deviation over the seeds
  std::vector<at::Tensor> maps, nulls;  // of each training
  std::vector<ScanPair> null_pairs;     // what the null runs were shown
  std::int64_t steps = 0;               // of each
};

// Throws Stopped.
Learned learn(const ScanPair& pair, const PairedScan& before, const PairedScan& after, const LearnOptions& options,
              const Progress& progress);

// The least threshold that three deviations of the map's noise in `ordinary` brain and the null maps allow: at most one
// voxel of a thousand of the brain beyond it where nothing changed.
FoundChange with_threshold(const at::Tensor& map, const ScanPair& pair, const std::vector<at::Tensor>& nulls);

}  // namespace longview::personal_wgan
