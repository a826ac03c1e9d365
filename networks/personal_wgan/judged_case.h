// One patient of a cohort: what each method says beside what the masks say.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "networks/core/model.h"
#include "networks/personal_wgan/learned.h"

namespace longview::personal_wgan {

struct MethodScores {
  double map_ap = 0;     // of the size of the map, against where the masks differ or the mask of change
  double marked_ml = 0;  // brighter and darker
  double net_ml = 0, net_percent = 0;
  std::vector<double> null_ml;  // marked in each null run; the threshold is then set by the others
};

struct JudgedCase {
  std::string patient;
  bool simulated = false;
  double chance_ap = 0;                  // share of the brain that changed
  double true_ml = 0, true_percent = 0;  // by the masks' volumes; NaN for a mask of change
  std::map<std::string, MethodScores> methods;
  int seeds = 0, failed_seeds = 0;  // whose map is like the other seeds' mean by a correlation below 0.5
  std::int64_t steps = 0;
};

// Methods "personal-wgan", "subtraction" and "personal-wgan, not registered": one seed, brains' centres laid on each
// other. Throws Failure for a patient without masks at both dates or a mask of change.
JudgedCase judged_case(const History& history, const LearnOptions& options, const Progress& progress);

}  // namespace longview::personal_wgan
