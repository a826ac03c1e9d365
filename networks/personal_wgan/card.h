// What personal-wgan is, and what it is not.
#pragma once

#include "networks/core/model_card.h"

namespace longview::personal_wgan {

// The installed card; it has no weights, so that it is always ready.
ModelCard own_card();

}  // namespace longview::personal_wgan
