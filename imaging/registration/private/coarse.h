// Private to registration: a volume at a coarser scale.
#pragma once

#include "imaging/core/volume.h"

namespace longview {

// Means over whole blocks of voxels of at most `mm`; axes that are coarser already stay as they are. Float voxels.
Volume coarse(const Volume& volume, double mm);

}  // namespace longview
