// GP-GAN's weights as they are shipped: both stages, and what was tuned on real patients.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "networks/core/history.h"
#include "networks/core/weights.h"
#include "networks/gp_gan/stage.h"

namespace longview::gp_gan {

// The part of stage 1 that is tuned on real pairs: its heads, mean speed and time scale, 36 numbers; a handful of
// patients cannot teach more (ours).
bool is_tuned(const std::string& parameter);

struct Shipped {
  Stage first{1, 0}, second{2, 0};
  // By fold: the key of the patient who was left out, or "all" for none.
  std::map<std::string, StoredWeights> tuned;
};

// How a patient is named in cards and weights: the first 12 digits of the name's SHA-256.
std::string patient_key(const std::string& patient);

StoredWeights stored(const Shipped&);
// Throws Failure for missing, further or misshaped tensors.
Shipped shipped_from(const StoredWeights&);

// The tuned tensors of a stage, as "name" without a prefix.
StoredWeights tuned_part(const Stage& first);

// Stage 1 as this patient may be predicted with: never tuned on the patient's own scans. Simulated patients get the
// weights that learned from simulations.
Stage first_stage_for(const Shipped&, const std::string& patient, bool simulated);

}  // namespace longview::gp_gan
