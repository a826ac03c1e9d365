#include "networks/layers/subtraction.h"

namespace longview {

FoundChange subtracted(const ScanPair& pair) {
  FoundChange found;
  found.map = pair.after - pair.before;
  found.threshold = subtraction_deviations * 1.4826 * pair.noise;
  found.rule = "6 deviations of the noise, estimated by the median distance from the median in the brain.";
  return found;
}

}  // namespace longview
