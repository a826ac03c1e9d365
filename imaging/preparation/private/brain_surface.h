// Private to preparation: a balloon that grows in the head until it meets the brain's border.
// Smith 2002, "Fast robust automated brain extraction", doi 10.1002/hbm.10062 (BET); constants are the paper's.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/preparation/private/mesh.h"

namespace longview {

struct HeadEstimate {
  double dark = 0, bright = 0;  // the 2 and 98 percentile of the scan
  double threshold = 0;         // a tenth of the way between them: head from air
  double median = 0;            // of the brain, roughly: within the starting sphere
  Vec3 middle{};                // mm
  double radius = 0;            // mm, of a sphere as large as the head
  int crown = 0;                // index of the topmost slice of the head
};

// `scan` has cubes of about 2 mm along L, P and S; float. Throws Failure if there is nothing like a head.
HeadEstimate estimate_head(const Volume& scan);

// `likely` (a mask on the scan's grid, or a default Volume): where a brain is expected. The balloon then ends within
// some millimetres of its border, and the head's middle, radius and median are taken from it.
Mesh brain_surface(const Volume& scan, HeadEstimate head, const Volume& likely, const Progress& progress);

}  // namespace longview
