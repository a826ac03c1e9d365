// Brain structures of a raw T1 scan, as other models of this library use them too.
#pragma once

#include "imaging/core/label_map.h"
#include "imaging/preparation/standard_brain.h"
#include "networks/core/private/device.h"

namespace longview {

struct LabelledBrain {
  Volume labels;         // uint8, brain structures, on upright cubes of 2 mm in the scan's space; one piece
  Volume brain;          // uint8, the same grid: 1 where there is a label
  double certainty = 0;  // mean probability of the chosen label within the brain
};

// Throws Failure where no brain is found or the weights are not installed. With `brain` (uint8, any grid of the scan's
// space) nothing is searched for.
LabelledBrain label_brain(const Volume& scan, const ComputePlan& plan, const Volume& brain = {},
                          const Progress& progress = {});

// The standard brain of a raw T1 scan, stripped by its own labels, and those labels on the standard grid (uint8).
struct StandardLabelled {
  StandardBrain standard;
  Volume labels;
  LabelledBrain own;
};
StandardLabelled standard_labelled(const Volume& scan, const ComputePlan& plan, const Progress& progress = {});

// The same from reference labels (DLMUSE's or ours) instead of the network's.
StandardLabelled standard_labelled(const Volume& scan, const LabelMap& reference, const Progress& progress = {});

}  // namespace longview
