// One nodule on every date of a study: outlined from a click, found again, measured, its growth.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/study.h"
#include "imaging/measurement/nodule_size.h"

namespace longview {

struct FollowedNodule {
  std::string session;
  std::optional<double> day;
  Vec3 place{};            // LPS mm of that date's scan
  double correlation = 1;  // of its surroundings with those on the last date
  LabelMap labels;         // on the scan's grid, SEMIAUTOMATIC
  NoduleSize size;
};

struct NoduleHistory {
  std::vector<FollowedNodule> dates;  // oldest first; dates on which it was not found are told in `problems`
  std::vector<NoduleGrowth> growth;   // from each date to the next, where both have a day
  std::vector<Problem> problems;
};

// `point` is LPS mm of the last acquired CT. On the other dates the nodule is looked for around the registered place by
// a shift alone. The study was loaded and aligned. Throws Failure if the last date has no CT or no nodule there.
NoduleHistory follow_nodule(const Study& study, const Vec3& point, const Progress& progress = {});

}  // namespace longview
