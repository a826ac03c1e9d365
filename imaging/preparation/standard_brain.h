// The standard brain: the one form in which all brain models see a T1 scan, and the way back.
//
// Grid        76 x 94 x 76 cubes of 2 mm, axes along L, P, S (networks.md 0.2 and 3.2), in MNI152 space turned into LPS;
//             as a tensor [z, y, x] = [76, 94, 76] without a copy (imaging/core/standard_space.h).
// Place       affine (12 parameters) to the mean of the training brains, by mutual information of the stripped brains.
// Intensity   bias corrected (N4), 0 stays 0, white matter's mode is 0.75, clamped to 0 ... 1; exactly 0 outside the
//             brain. (Ours. The lowest and highest percentile, as networks.md has it, move with vessels and with fluid.)
// Masks       brain with all fluid within the skull, uint8.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/standard_space.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

struct StandardBrain {
  Volume image;            // float, 0 to 1
  Volume brain;            // uint8
  Affine to_scan;          // point of standard space -> LPS point of the scan
  double white = 1;        // the scan's own (bias corrected) intensity that became 0.75
  RegistrationQuality fit; // to the template
};

// `brain` (uint8) lies on any grid of the scan's space; a default Volume: brain_mask's. `mean_brain` is a standard image
// on the standard grid. Throws Failure where no brain is found or all of it has one value; a fit that cannot be trusted
// is told in `fit`, not thrown.
StandardBrain standard_brain(const Volume& scan, const Volume& brain, const Volume& mean_brain,
                             const Progress& progress = {});

// The same where the affine is known, such as for a second mask of the same scan.
StandardBrain placed_brain(const Volume& scan, const Volume& brain, const Affine& to_scan,
                           const Progress& progress = {});

// A map on the standard grid (values a place: z, residuals, probabilities) seen on the scan's own grid, linear, 0
// outside of the standard grid.
Volume on_scan(const Volume& map, const Affine& to_scan, const Grid& scan);

// What one standard voxel is in the scan, in ml: sums over the standard grid times this are volumes of the patient.
double standard_voxel_ml(const Affine& to_scan);

}  // namespace longview
