#include "networks/brain_stat_trans_gan/schedule.h"

#include <algorithm>

#include "imaging/core/failure.h"

namespace longview::brain_stat_trans_gan {

namespace {
// How long phase 1 of the description is, is not given: as long as the release's (ours).
constexpr int released_phase_1 = 150, released_all = 200;
constexpr int paper_phase_1 = 150, paper_phase_2 = 150, paper_every = 10;

EpochPlan first_phase(int epoch) {
  if (epoch <= 39) return {true, false, false};
  if (epoch <= 80) return {true, true, false};
  return {true, false, false};
}
}  // namespace

int epochs(Schedule schedule) {
  return schedule == Schedule::released ? released_all : paper_phase_1 + paper_phase_2 + paper_phase_2 / paper_every;
}

EpochPlan plan(Schedule schedule, int epoch) {
  if (schedule == Schedule::released)
    return epoch < released_phase_1 ? first_phase(epoch) : EpochPlan{false, false, true};
  if (epoch < paper_phase_1) return first_phase(epoch);
  const bool reminded = (epoch - paper_phase_1) % (paper_every + 1) == paper_every;
  return reminded ? EpochPlan{true, true, false} : EpochPlan{false, false, true};
}

EpochPlan plan_at(Schedule schedule, double share) {
  const int all = epochs(schedule);
  return plan(schedule, std::clamp(static_cast<int>(share * all), 0, all - 1));
}

Schedule schedule_named(const std::string& name) {
  if (name == "released") return Schedule::released;
  if (name == "paper") return Schedule::paper;
  throw Failure("There is no schedule " + name + ". Choose released or paper.");
}

}  // namespace longview::brain_stat_trans_gan
