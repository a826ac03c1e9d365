#include <algorithm>
#include <cmath>
#include <numbers>

#include "imaging/simulation/nodule.h"
#include "imaging/simulation/private/draws.h"

namespace longview {

namespace {
constexpr double kSolidAhead = 1.92;  // see nodule.h
constexpr double kMostSolid = 0.9;
constexpr double kForever = std::numeric_limits<double>::infinity();

double ball_mm3(double diameter) { return std::numbers::pi / 6 * diameter * diameter * diameter; }

double growing_volume(const NoduleCourse& course, double day) {
  const double start = ball_mm3(course.diameter_mm);
  if (std::isinf(course.doubling_days)) return start;
  if (course.ceiling_mm > course.diameter_mm && course.doubling_days > 0) {
    const double end = ball_mm3(course.ceiling_mm);
    const double rate = std::numbers::ln2 / (course.doubling_days * std::log(end / start));
    return end * std::exp(std::log(start / end) * std::exp(-rate * day));
  }
  return start * std::exp2(day / course.doubling_days);
}

// Medians with which the log-normal's mean is the published one: exp(-0.5^2 / 2) of it.
double malignant_doubling(NoduleType type, Draws& draws) {
  const double mean = type == NoduleType::solid ? 267 : type == NoduleType::part_solid ? 598 : 848;
  return mean * std::exp(0.5 * draws.normal() - 0.125);
}

void draw_benign(NoduleCourse& course, Draws& draws) {
  const double kind = draws.uniform();
  if (kind < 0.8) {
    course.doubling_days = draws.uniform() < 0.5 ? 2000 : kForever;
  } else if (kind < 0.9) {
    course.doubling_days = -365.25 * std::numbers::ln2 / 0.5;  // -0.5 ln-volume a year
  } else {
    course.doubling_days = draws.uniform(12, 30);
    course.turns_on_day = draws.uniform(10, 40);
  }
}
}  // namespace

std::string_view name_of(NoduleType type) {
  if (type == NoduleType::solid) return "solid";
  return type == NoduleType::part_solid ? "part-solid" : "ground-glass";
}

double volume_at(const NoduleCourse& course, double day) {
  if (day <= course.turns_on_day) return growing_volume(course, day);
  return growing_volume(course, course.turns_on_day) * std::exp2((course.turns_on_day - day) / course.halving_days);
}

double solid_volume_at(const NoduleCourse& course, double day) {
  const double whole = volume_at(course, day);
  if (course.type == NoduleType::solid) return whole;
  if (course.type == NoduleType::ground_glass) return 0;
  const double start = volume_at(course, 0);
  return std::min(course.solid_share * start * std::pow(whole / start, kSolidAhead), kMostSolid * whole);
}

NoduleCourse draw_nodule_course(std::uint64_t seed) {
  Draws draws(seed, "nodule course");
  NoduleCourse course;
  const double type = draws.uniform();
  course.type = type < 0.65 ? NoduleType::solid : type < 0.8 ? NoduleType::part_solid : NoduleType::ground_glass;
  do course.diameter_mm = 5.71 * std::exp(0.65 * draws.normal());
  while (course.diameter_mm < 4 || course.diameter_mm > 25);
  course.malignant = draws.uniform() < 0.5;
  course.solid_share = draws.uniform(0.1, 0.6);
  if (course.malignant) {
    course.doubling_days = malignant_doubling(course.type, draws);
    course.ceiling_mm = 30;
    course.spiculated = course.type != NoduleType::ground_glass && draws.uniform() < 0.5;
  } else {
    draw_benign(course, draws);
  }
  return course;
}

}  // namespace longview
