// How well a score tells patients from healthy people (networks.md 0.5).
#pragma once

#include <cstdint>
#include <vector>

#include "networks/evaluation/bootstrap.h"

namespace longview {

// Mann and Whitney: P(patient's score is higher) + P(equal) / 2. NaN where a side is empty.
double area_under_curve(const std::vector<double>& patients, const std::vector<double>& healthy);

// With its 95 % interval over people. Where `same_people` the i-th of both lists is one anatomy (healthy, and with
// simulated atrophy) and travels together.
Interval bootstrap_area(const std::vector<double>& patients, const std::vector<double>& healthy, bool same_people,
                        std::uint64_t seed = 0, int draws = 2000);

// Area of the first score minus that of the second, on the same people.
Interval bootstrap_area_difference(const std::vector<double>& patients, const std::vector<double>& healthy,
                                   const std::vector<double>& other_patients, const std::vector<double>& other_healthy,
                                   bool same_people, std::uint64_t seed = 0, int draws = 2000);

}  // namespace longview
