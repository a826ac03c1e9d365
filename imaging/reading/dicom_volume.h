// A stack of planes as one volume.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/volume.h"
#include "imaging/reading/dicom_stack.h"

namespace longview {

// Planes read and rescaled one by one; resampled onto stack.grid where they are uneven or tilted. The stored type where
// slopes are 1 and intercepts whole and the values fit, else float. `problems` gets what only the pixels can tell.
// Throws Failure for stack.refusal and for files that are cut off.
Volume volume_of_stack(const Stack& stack, std::vector<Problem>& problems, const Progress& progress);

// One file alone, frame on frame, even where it does not say where it lies (then 1 mm voxels at the origin).
Volume volume_of_file(const std::shared_ptr<const DicomHeader>& header, const Progress& progress);

}  // namespace longview
