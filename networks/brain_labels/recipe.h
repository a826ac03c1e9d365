// How the labels network is trained: every number in one place.
#pragma once

#include "networks/brain_labels/samples.h"

namespace longview::brain_labels {

struct Recipe {
  SampleSize size;
  double learning_rate = 2e-3;  // rises over the first steps, falls to 0 along a cosine
  std::int64_t warm_steps = 40;
  std::int64_t steps = 3000;
  double mean_decay = 0.99;  // of the weights' running mean, which is what is used
  double save_every_seconds = 120;
};

}  // namespace longview::brain_labels
