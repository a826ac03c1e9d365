// GP-GAN's weights as they are shipped: both stages, and what real patients have calibrated.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "networks/core/history.h"
#include "networks/core/weights.h"
#include "networks/gp_gan/stage.h"

namespace longview::gp_gan {

struct Shipped {
  Stage first{1, 0}, second{2, 0};
  // Of stage 1, by fold: the key of the patient who was left out, or "all" for none.
  std::map<std::string, Calibration> calibrations;
};

// How a patient is named in cards and weights: the first 12 digits of the name's SHA-256.
std::string patient_key(const std::string& patient);

StoredWeights stored(const Shipped&);
// Throws Failure for missing, further or misshaped tensors.
Shipped shipped_from(const StoredWeights&);

// Stage 1 as this patient may be predicted with: never calibrated on the patient's own scans. Simulated patients get
// what was learned from simulations.
Stage first_stage_for(const Shipped&, const std::string& patient, bool simulated);

}  // namespace longview::gp_gan
