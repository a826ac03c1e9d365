#include "networks/u_hpnet/nodule_choice.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "networks/u_hpnet/nodule_case.h"

namespace longview::u_hpnet {

namespace {
constexpr double reach_mm = 10;

struct Component {
  std::vector<std::size_t> voxels;
  double distance = std::numeric_limits<double>::infinity();  // mm from the point that was asked for
};

Vec3 index_of(std::size_t n, const Size3& size) {
  const auto x = static_cast<std::size_t>(size[0]), y = static_cast<std::size_t>(size[1]);
  return {static_cast<double>(n % x), static_cast<double>(n / x % y), static_cast<double>(n / (x * y))};
}

// Takes the voxels that hang together with `start` out of `left`.
Component taken(std::vector<std::uint8_t>& left, std::size_t start, const Size3& size) {
  Component component{{start}, {}};
  left[start] = 0;
  for (std::size_t i = 0; i < component.voxels.size(); ++i) {
    const Vec3 at = index_of(component.voxels[i], size);
    for (int c = 0; c < 27; ++c) {
      const int x = static_cast<int>(at[0]) + c % 3 - 1, y = static_cast<int>(at[1]) + c / 3 % 3 - 1,
                z = static_cast<int>(at[2]) + c / 9 - 1;
      if (x < 0 || y < 0 || z < 0 || x >= size[0] || y >= size[1] || z >= size[2]) continue;
      const std::size_t n =
          (static_cast<std::size_t>(z) * static_cast<std::size_t>(size[1]) + static_cast<std::size_t>(y)) *
              static_cast<std::size_t>(size[0]) +
          static_cast<std::size_t>(x);
      if (!left[n]) continue;
      left[n] = 0;
      component.voxels.push_back(n);
    }
  }
  return component;
}

double distance_to(const Component& component, const Grid& grid, const Vec3& point) {
  double nearest = std::numeric_limits<double>::infinity();
  for (const std::size_t n : component.voxels) {
    const Vec3 p = point_at(grid, index_of(n, grid.size));
    nearest = std::min(nearest, std::hypot(p[0] - point[0], p[1] - point[1], p[2] - point[2]));
  }
  return nearest;
}

bool at_border(const Component& component, const Size3& size) {
  return std::any_of(component.voxels.begin(), component.voxels.end(), [&](std::size_t n) {
    const Vec3 at = index_of(n, size);
    for (std::size_t a = 0; a < 3; ++a)
      if (at[a] < 1 || at[a] > size[a] - 2) return true;
    return false;
  });
}

ChosenNodule chosen(const Component& component, const Grid& grid) {
  std::vector<std::uint8_t> inside(voxel_count(grid), 0);
  for (const std::size_t n : component.voxels) inside[n] = 1;
  ChosenNodule nodule;
  nodule.mask = make_volume(grid, std::move(inside));
  nodule.middle = middle_of(nodule.mask);
  nodule.volume_mm3 = static_cast<double>(component.voxels.size()) * voxel_volume_mm3(grid);
  nodule.diameter_mm = ball_diameter(nodule.volume_mm3);
  nodule.touches_border = at_border(component, grid.size);
  return nodule;
}

std::string text(double value, int digits = 0) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.*f", digits, value);
  return buffer;
}

Check judged(bool good, std::string what, std::string value, std::string sentence) {
  if (good) return {Check::Verdict::fits, std::move(what), std::move(value), {}};
  return {Check::Verdict::refuses, std::move(what), std::move(value), std::move(sentence)};
}

Range limit(const ModelCard& card, const std::string& key) {
  const auto found = card.applicability.find(key);
  return found == card.applicability.end() ? Range{-1e30, 1e30} : found->second;
}

Check horizon_check(const ModelCard& card, Horizon horizon) {
  const Range days = card.interval_days;
  const bool finite = std::isfinite(horizon.days);
  const bool good =
      finite && (horizon.days == 0 || (horizon.days >= 0.9 * days.low && horizon.days <= 1.1 * days.high));
  const std::string asked = finite ? text(horizon.days) + " d" : "no number";
  return judged(good, "Horizon, " + text(days.low) + " ... " + text(days.high) + " d", asked,
                "Horizon " + asked + " is outside what it was trained on, " + text(days.low) + " to " +
                    text(days.high) + " d. Choose another.");
}
}  // namespace

std::optional<ChosenNodule> chosen_nodule(const LabelMap& drawn, const std::optional<Vec3>& at) {
  if (!drawn.voxels.voxels) return std::nullopt;
  const Volume mask = mask_of(drawn);
  const auto voxels = voxels_of<std::uint8_t>(mask);
  std::vector<std::uint8_t> left(voxels.begin(), voxels.end());
  std::optional<Component> best;
  for (std::size_t n = 0; n < left.size(); ++n) {
    if (!left[n]) continue;
    Component component = taken(left, n, mask.grid.size);
    if (at) component.distance = distance_to(component, mask.grid, *at);
    if (at && component.distance > reach_mm) continue;
    if (!best || (at ? component.distance < best->distance : component.voxels.size() > best->voxels.size()))
      best = std::move(component);
  }
  if (!best) return std::nullopt;
  return chosen(*best, mask.grid);
}

std::vector<Check> nodule_checks(const ModelCard& card, const std::optional<ChosenNodule>& nodule,
                                 const std::string& session) {
  std::vector<Check> checks;
  checks.push_back(judged(nodule.has_value(), "Nodule at " + session, nodule ? "drawn" : "none",
                          "No nodule is drawn at " + session + ". Add a mask, or click the nodule to propose one."));
  if (!nodule) return checks;
  const Range mm = limit(card, "diameter_mm");
  checks.push_back(judged(nodule->diameter_mm >= mm.low && nodule->diameter_mm <= mm.high,
                          "Nodule's diameter, " + text(mm.low) + " ... " + text(mm.high) + " mm",
                          text(nodule->diameter_mm, 1) + " mm",
                          card.title + " needs a nodule of " + text(mm.low) + " to " + text(mm.high) +
                              " mm; this one is " + text(nodule->diameter_mm, 1) + " mm. Choose another model."));
  checks.push_back(
      judged(!nodule->touches_border, "Nodule inside the scan", nodule->touches_border ? "touches the border" : "yes",
             "The nodule at " + session + " touches the scan's border: part of it was not seen. Choose a " +
                 "scan that holds all of it."));
  return checks;
}

std::vector<Check> applicability(const ModelCard& card, const History& history, Horizon horizon) {
  std::vector<Check> checks{
      judged(card.weights_installed, "Weights", card.weights_installed ? "installed" : "missing",
             "No weights installed. Install from file, or train them with longview train u-hpnet."),
      horizon_check(card, horizon)};
  if (history.timepoints.empty()) {
    checks.push_back(judged(false, "Dates", "none", "The study has no date with a scan. Open another folder."));
    return checks;
  }
  const PreparedTimepoint& last = history.timepoints.back();
  checks.push_back(judged(last.modality == "CT", "CT at " + last.session, last.modality,
                          "The scan of " + last.session + " is no CT. Choose another series or another model."));
  const auto& spacing = last.native_grid.spacing;
  const double thick = *std::max_element(spacing.begin(), spacing.end()), most = limit(card, "slice_thickness_mm").high;
  checks.push_back(judged(thick <= most, "Slices at " + last.session + ", at most " + text(most, 1) + " mm",
                          text(thick, 1) + " mm",
                          "The slices of " + last.session + " are " + text(thick, 1) + " mm apart; " + card.title +
                              " takes up to " + text(most, 1) + " mm. Choose a series with thinner slices."));
  if (last.modality != "CT") return checks;  // whatever is drawn there is no nodule
  for (Check& check : nodule_checks(card, chosen_nodule(history.last_lesion), last.session))
    checks.push_back(std::move(check));
  return checks;
}

}  // namespace longview::u_hpnet
