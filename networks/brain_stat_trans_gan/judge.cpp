#include "networks/brain_stat_trans_gan/judge.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "imaging/core/failure.h"
#include "networks/brain_stat_trans_gan/predict.h"
#include "networks/brain_stat_trans_gan/recipe.h"
#include "networks/evaluation/discrimination.h"
#include "networks/layers/diffeomorphic.h"
#include "networks/layers/similarity.h"
#include "networks/training/atrophied.h"

namespace longview::brain_stat_trans_gan {

namespace {
using Json = nlohmann::ordered_json;
constexpr double losses[] = {-10, -20};  // of the hippocampi, percent
constexpr double blur_voxels = 3 / 2.354820045 / 2, compared_voxels = 4 / 2.354820045 / 2;  // 3 mm and 4 mm FWHM
constexpr double reached = 0;  // a difference of logits of the independent network

double correlation(const at::Tensor& a, const at::Tensor& b) {
  const at::Tensor x = a - a.mean(), y = b - b.mean();
  return ((x * y).sum() / (x.square().sum() * y.square().sum()).sqrt().clamp_min(1e-12)).item<double>();
}

// What one person gave.
struct Seen {
  std::vector<double> rmfn, mri_only, hippocampus;  // higher: more atrophy; healthy first, then each loss
  std::map<std::string, double> healthy;
  // Of each loss; flips are NaN where the independent network did not call the patient one.
  std::vector<std::map<std::string, double>> patient;
};

double wrapped(bool asked, bool yes) { return asked ? (yes ? 1 : 0) : std::nan(""); }

Seen seen_of(const TrainingBrain& brain, const Shipped& shipped, const Normative& usual, const Progress& progress) {
  Seen seen;
  const at::Tensor mask = brain.floats(brain.mask);
  const auto take = [&](const Transferred& made, double share) {
    seen.rmfn.push_back(made.rmfn);
    seen.mri_only.push_back(made.mri_only);
    seen.hippocampus.push_back(-share);
  };
  const Transferred own = transferred(shipped, brain.scaled(brain.image), mask);
  take(own, hippocampal_share(brain));
  seen.healthy = {{"psnr_db", masked_psnr(own.healthy, own.brain, mask).item<double>()},
                  {"ssim", masked_ssim(own.healthy, own.brain, mask).item<double>()},
                  {"mae", (own.residual.abs().sum() / mask.sum()).item<double>()},
                  {"stays_healthy", wrapped(own.independent_before < reached, own.independent_after < reached)}};
  for (const double loss : losses) {
    const Atrophied sick = atrophied(brain, loss, progress);
    const at::Tensor sick_mask = brain.floats(sick.brain.mask);
    const Transferred made = transferred(shipped, brain.scaled(sick.brain.image), sick_mask);
    take(made, hippocampal_share(brain, &sick.field));
    const bool patient = made.independent_before > reached;
    const at::Tensor soft = made.brain + gaussian_blur(made.residual, blur_voxels);
    // The truth where the patient's voxels are, and both maps as smooth as it is.
    const at::Tensor lost = -warped(sick.field.log_jacobian.unsqueeze(0).unsqueeze(0), sick.field.to_healthy);
    const at::Tensor w = z_map(usual, -made.brain.view({76, 94, 76}), brain.age_years, brain.female);
    const at::Tensor inside = sick_mask > 0.5;
    const auto against = [&](const at::Tensor& map) {
      return correlation(gaussian_blur(map, compared_voxels).masked_select(inside),
                         gaussian_blur(lost, compared_voxels).masked_select(inside));
    };
    seen.patient.push_back({{"flipped", wrapped(patient, made.independent_after < reached)},
                            {"flipped_blurred", wrapped(patient, independent_difference(shipped, soft) < reached)},
                            {"logit_moved", made.independent_before - made.independent_after},
                            {"residual_correlation", against(made.residual)},
                            {"w_score_correlation", against(w.view({1, 1, 76, 94, 76}))}});
  }
  return seen;
}

Json interval(const Interval& value) {
  const auto number = [](double x) { return std::isnan(x) ? Json(nullptr) : Json(x); };
  return {{"value", number(value.mean)}, {"ci95", {number(value.low), number(value.high)}}};
}

template <class Of>
Json means(const std::vector<Seen>& all, Of&& of) {
  Json json;
  for (const auto& [name, unused] : of(all.front())) {
    std::vector<double> values;
    for (const Seen& seen : all) values.push_back(of(seen).at(name));
    json[name] = interval(bootstrap_mean(values));
    json[name]["n"] = std::count_if(values.begin(), values.end(), [](double x) { return !std::isnan(x); });
  }
  return json;
}

Json areas(const std::vector<Seen>& all, std::size_t state) {
  using Of = std::vector<double> Seen::*;
  const auto at = [&](Of of, std::size_t i) {
    std::vector<double> values;
    for (const Seen& seen : all) values.push_back((seen.*of)[i]);
    return values;
  };
  Json json;
  const std::pair<const char*, Of> scores[] = {
      {"rmfn", &Seen::rmfn}, {"mri_only", &Seen::mri_only}, {"hippocampal_volume", &Seen::hippocampus}};
  for (const auto& [name, of] : scores) {
    Json& place = json["methods"][name];
    place = interval(bootstrap_area(at(of, state), at(of, 0), true));
    if (of != &Seen::rmfn)
      place["rmfn_minus_this"] = interval(
          bootstrap_area_difference(at(&Seen::rmfn, state), at(&Seen::rmfn, 0), at(of, state), at(of, 0), true));
  }
  return json;
}

// Older and younger people by the networks that learned age as a status.
struct OfAge {
  double rmfn = 0, mri_only = 0, hippocampus = 0, independent_before = 0, independent_after = 0;
};
struct ByAge {
  std::vector<OfAge> younger, older;
};

void add_age(ByAge& all, const TrainingBrain& brain, const Shipped& age) {
  const bool younger = brain.age_years <= younger_until_years, older = brain.age_years >= older_from_years;
  if (!younger && !older) return;
  const Transferred made = transferred(age, brain.scaled(brain.image), brain.floats(brain.mask));
  (older ? all.older : all.younger)
      .push_back(
          {made.rmfn, made.mri_only, -hippocampal_share(brain), made.independent_before, made.independent_after});
}

Json age_figures(const ByAge& all) {
  const auto area = [&](double OfAge::*of) {
    std::vector<double> older, younger;
    for (const OfAge& each : all.older) older.push_back(each.*of);
    for (const OfAge& each : all.younger) younger.push_back(each.*of);
    return interval(bootstrap_area(older, younger, false));  // other people, not the same twice
  };
  const auto share = [](const std::vector<OfAge>& side, auto&& yes) {
    std::vector<double> values;
    for (const OfAge& each : side) values.push_back(yes(each) ? 1 : 0);
    return interval(bootstrap_mean(values));
  };
  Json json{{"n_younger", all.younger.size()}, {"n_older", all.older.size()}};
  json["auc"]["methods"] = {{"rmfn", area(&OfAge::rmfn)},
                            {"mri_only", area(&OfAge::mri_only)},
                            {"hippocampal_volume", area(&OfAge::hippocampus)}};
  json["older_made_younger"] =
      share(all.older, [](const OfAge& each) { return each.independent_after < each.independent_before; });
  json["older_flipped"] = share(all.older, [](const OfAge& each) { return each.independent_after < reached; });
  json["younger_stay"] = share(all.younger, [](const OfAge& each) { return each.independent_after < reached; });
  return json;
}

void print(std::ostream& out, const Json& json, const std::string& path) {
  for (const auto& [key, value] : json.items()) {
    if (!value.is_object()) continue;
    if (value.contains("value"))
      out << "| " << path << key << " | " << value["value"] << " | " << value["ci95"] << " |\n";
    print(out, value, path + key + " ");
  }
}
}  // namespace

Judgement judge_on(const Shipped& shipped, const Normative& usual, const Shipped* age,
                   const std::vector<History>& cohort, const Progress& progress) {
  at::NoGradGuard no_gradient;
  std::vector<Seen> all;
  ByAge by_age;
  std::vector<std::string> left_out;
  for (std::size_t i = 0; i < cohort.size(); ++i) {
    const double n = static_cast<double>(cohort.size()), at = static_cast<double>(i);
    const Progress part = progress.part(at / n, (at + 1) / n, cohort[i].patient);
    try {
      if (!cohort[i].age_years || cohort[i].sex.empty()) throw Failure("Age or sex is not stated.");
      const TrainingBrain brain = placed_brain_of(cohort[i], true, part).brain;
      all.push_back(seen_of(brain, shipped, usual, part));
      if (age) add_age(by_age, brain, *age);
    } catch (const Failure& failure) {
      left_out.push_back(cohort[i].patient + ": " + failure.what());
    }
  }
  if (all.empty()) throw Failure("None of these people could be used: " + left_out.front());
  Json json{{"model", "brain-stat-trans-gan"}, {"n", all.size()}, {"left_out", left_out}};
  json["healthy"] = means(all, [](const Seen& seen) { return seen.healthy; });
  for (std::size_t i = 0; i < std::size(losses); ++i) {
    Json& place = json["simulated"][std::to_string(static_cast<int>(losses[i]))];
    place = means(all, [&](const Seen& seen) { return seen.patient[i]; });
    place["auc"] = areas(all, i + 1);
  }
  if (!by_age.younger.empty() && !by_age.older.empty()) json["older_age"] = age_figures(by_age);
  std::ostringstream text;
  text << "| figure | value | 95 % |\n|---|---|---|\n";
  print(text, json, "");
  return {json.dump(2), text.str()};
}

}  // namespace longview::brain_stat_trans_gan
