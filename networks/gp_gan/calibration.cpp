#include "networks/gp_gan/calibration.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>

#include "networks/gp_gan/course_state.h"
#include "networks/layers/sliding_window.h"

namespace longview::gp_gan {

namespace {
constexpr Steps window{16, 64, 64};

std::vector<Calibration> choices() {
  std::vector<Calibration> all;
  for (const double speed : {0.02, 0.05, 0.1, 0.2, 0.4})
    for (const double limit_mm : {1.0, 2.0, 3.0, 4.0, 6.0, 10.0})
      for (const double gain : {0.0, 0.25, 0.5, 1.0}) all.push_back({speed, limit_mm, gain});
  return all;
}

double growth_dice(const at::Tensor& logits, const at::Tensor& before, const at::Tensor& truth) {
  const at::Tensor outside = before >= 0, grown = (logits > 0).logical_and(outside),
                   grew = (truth < 0).logical_and(outside);
  const double both = grown.logical_and(grew).sum().item<double>();
  const double sum = grown.sum().item<double>() + grew.sum().item<double>();
  return sum > 0 ? 2 * both / sum : 1;
}

// The growth Dice of each choice, mean over the course's pairs: the network runs once a pair.
std::vector<double> scores(const Stage& first, const Course& course, bool bfloat16, const Progress& progress) {
  const std::vector<Calibration> tried = choices();
  std::vector<double> score(tried.size(), 0);
  const double pairs = static_cast<double>(course.dates.size()) - 1;
  for (std::size_t date = 0; date + 1 < course.dates.size(); ++date) {
    const State state = state_at(course, date);
    const at::Tensor days = at::full({1}, static_cast<float>(course.dates[date + 1].day - course.dates[date].day));
    const at::Tensor both = slide(
        first.condition(state, days).squeeze(0), brain_of(course)[0][0], window, 2,
        [&](const at::Tensor& patch, std::size_t) {
          const Change change = first.change(patch, days, bfloat16);
          return at::cat({change.image, change.tumour}, 1);
        },
        progress);
    const Change change{both.narrow(0, 0, 1).unsqueeze(0), both.narrow(0, 1, 1).unsqueeze(0)};
    const at::Tensor truth = distance_at(course, date + 1);
    Stage stage(1, 0);
    stage.start_from(first);
    for (std::size_t i = 0; i < tried.size(); ++i) {
      progress.check();
      stage.calibrate(tried[i]);
      score[i] += growth_dice(stage.forecast(state, days, change).tumour, state.distance, truth) / pairs;
    }
  }
  return score;
}

Calibration best(const std::vector<std::vector<double>>& scores, std::size_t left_out) {
  std::vector<double> sum(choices().size(), 0);
  for (std::size_t patient = 0; patient < scores.size(); ++patient)
    for (std::size_t i = 0; i < sum.size() && patient != left_out; ++i) sum[i] += scores[patient][i];
  return choices()[static_cast<std::size_t>(std::max_element(sum.begin(), sum.end()) - sum.begin())];
}
}  // namespace

std::map<std::string, Calibration> calibrate(const Stage& first, const std::vector<Course>& real, bool bfloat16,
                                             const Progress& progress) {
  std::map<std::string, Calibration> found;
  if (real.size() < 2) return found;
  const c10::InferenceMode inference;
  std::vector<std::vector<double>> all;
  const double n = static_cast<double>(real.size());
  for (std::size_t i = 0; i < real.size(); ++i)
    all.push_back(scores(
        first, real[i], bfloat16,
        progress.part(static_cast<double>(i) / n, static_cast<double>(i + 1) / n, "Calibrating on real patients")));
  found["all"] = best(all, real.size());
  for (std::size_t i = 0; i < real.size(); ++i) found[real[i].patient] = best(all, i);
  return found;
}

}  // namespace longview::gp_gan
