#include "networks/evaluation/splits.h"

#include <algorithm>
#include <set>

#include "imaging/core/failure.h"

namespace longview {

std::vector<Split> leave_one_out(const std::vector<std::string>& patients) {
  const std::set<std::string> distinct(patients.begin(), patients.end());
  std::vector<Split> splits;
  for (const std::string& patient : distinct) {
    Split split{{distinct.begin(), distinct.end()}, {patient}};
    std::erase(split.train, patient);
    splits.push_back(std::move(split));
  }
  return splits;
}

Split hold_out_every(const std::vector<std::string>& anatomies, std::size_t n) {
  if (n == 0) throw Failure("Every 0th anatomy cannot be held out. Choose 1 or more.");
  const std::set<std::string> distinct(anatomies.begin(), anatomies.end());
  Split split;
  std::size_t i = 0;
  for (const std::string& anatomy : distinct) (i++ % n == 0 ? split.test : split.train).push_back(anatomy);
  return split;
}

void check_disjoint(const Split& split) {
  for (const std::string& anatomy : split.test)
    if (std::find(split.train.begin(), split.train.end(), anatomy) != split.train.end())
      throw Failure(anatomy + " is both learned from and judged on. Leave it out of one side.");
}

}  // namespace longview
