// Every number of the training on one patient: networks.md 5.3 and our own.
#pragma once

#include "networks/layers/operations.h"

namespace longview::personal_wgan {

struct Recipe {
  Steps patch{16, 32, 32};  // voxels of 1 mm: z, y, x
  int batch = 2;
  int critic_steps = 3;  // for each step of the map; first_critic_steps for the first `first` ones
  int first_critic_steps = 10, first = 5;
  double penalty = 10;                            // of the gradient's norm
  double nothing = 100;                           // l1 of the map where nothing changed
  double kept = 50;                               // l1 of what the map leaves out of the difference of the two dates
  double rate = 1e-3;                             // Adam, beta 0 and 0.9
  double jitter_mm = 4;                           // between a made and a real patch
  double degrees = 10, scale = 0.05;              // of turns and sizes
  double gain = 0.2, offset = 0.3, noise = 0.15;  // of intensities, in deviations of the brain
};

}  // namespace longview::personal_wgan
