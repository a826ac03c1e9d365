// Courses to learn from, grown in healthy brains (networks.md 7.1).
#pragma once

#include <cstdint>

#include "imaging/core/progress.h"
#include "networks/core/history.h"

namespace longview::gp_gan {

// A simulated patient in the anatomy (a history of one date without a lesion), prepared like a real one: four dates on
// the anatomy's working grid, 20 to 400 days apart, thin or thick slices, each a little misregistered.
History simulated_history(const History& anatomy, std::uint64_t seed, const Progress& progress);

}  // namespace longview::gp_gan
