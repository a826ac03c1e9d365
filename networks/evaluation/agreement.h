// How often classes are right, beside what guessing the commonest one gives (networks.md 0.5).
#pragma once

#include <vector>

namespace longview {

struct Agreement {
  int n = 0;
  double accuracy = 0;
  double majority = 0;  // accuracy of always naming the commonest true class
  double balanced = 0;  // mean recall over the classes that occur
  double kappa = 0;     // Cohen's, with quadratic weights: classes are ordered. NaN where one class is all there is
};

// `truth` and `predicted`, one a case, 0 to classes - 1. NaNs for no case.
Agreement agreement(const std::vector<int>& truth, const std::vector<int>& predicted, int classes);

}  // namespace longview
