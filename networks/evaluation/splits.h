// Who is learned from and who is judged on (networks.md 0.6): never the same anatomy on both sides.
#pragma once

#include <string>
#include <vector>

namespace longview {

struct Split {
  std::vector<std::string> train, test;
};

// One split a patient: that one is the test, all others train. Cases of one patient travel together.
std::vector<Split> leave_one_out(const std::vector<std::string>& patients);

// Every `n`-th of the sorted distinct anatomies is held out, beginning with the first.
Split hold_out_every(const std::vector<std::string>& anatomies, std::size_t n);

// Throws Failure that names an anatomy which is on both sides.
void check_disjoint(const Split& split);

}  // namespace longview
