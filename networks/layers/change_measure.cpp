#include "networks/layers/change_measure.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "imaging/registration/resample.h"
#include "networks/core/private/tensor.h"

namespace longview {

namespace {
using Json = nlohmann::ordered_json;

// The smallest (or largest) of each voxel and its six neighbours.
at::Tensor over_neighbours(const at::Tensor& mask, bool smallest) {
  const at::Tensor padded = at::constant_pad_nd(mask, {1, 1, 1, 1, 1, 1}, 0);
  at::Tensor result = mask.clone();
  for (int axis = 0; axis < 3; ++axis)
    for (const std::int64_t start : {0, 2}) {
      at::Tensor moved = padded;
      for (int other = 0; other < 3; ++other) moved = moved.narrow(other, other == axis ? start : 1, mask.size(other));
      result = smallest ? at::minimum(result, moved) : at::maximum(result, moved);
    }
  return result;
}

at::Tensor opened(const at::Tensor& mask) { return over_neighbours(over_neighbours(mask, true), false); }

// Beyond the threshold, and no less than half of the most within 4 voxels: blur makes nothing larger.
at::Tensor outstanding(const at::Tensor& size, double threshold) {
  constexpr std::int64_t reach = 4, window = 2 * reach + 1;
  at::Tensor most = size.unsqueeze(0);
  most = at::max_pool3d(most, {window, 1, 1}, {1, 1, 1}, {reach, 0, 0});
  most = at::max_pool3d(most, {1, window, 1}, {1, 1, 1}, {0, reach, 0});
  most = at::max_pool3d(most, {1, 1, window}, {1, 1, 1}, {0, 0, reach});
  return (size > threshold).logical_and(size >= 0.5 * most[0]).to(at::kChar);
}

std::string cell(double value, const char* format) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

struct Rano {
  std::optional<double> lesion_ml, percent;
  std::optional<RanoClass> what;
};

Rano rano_of(const PreparedTimepoint& first, const ChangeVolumes& volumes) {
  Rano rano;
  if (!first.lesion_given || first.lesion_ml <= 0) return rano;
  rano.lesion_ml = first.lesion_ml;
  rano.percent = 100 * volumes.net_ml() / *rano.lesion_ml;
  rano.what = rano_class(*rano.percent);
  return rano;
}

std::string facts_of(const History& history, const FoundChange& found, const ChangeVolumes& volumes, const Rano& rano) {
  const std::size_t n = history.timepoints.size();
  const Json json{
      {"dates", {history.timepoints[n - 2].session, history.timepoints[n - 1].session}},
      {"class", rano.what ? Json(name_of(*rano.what)) : Json(nullptr)},
      {"rule",
       "Modified RANO by volume: progression from +40 % on, response from -65 % on, else stable; net change of the map "
       "by the volume of the lesion drawn at the first date."},
      {"why_no_class", rano.what ? Json(nullptr) : Json("No lesion is drawn at the first date; give --mask or --at.")},
      {"progression_percent", progression_percent},
      {"response_percent", response_percent},
      {"lesion_before_ml", or_null(rano.lesion_ml)},
      {"change_percent", or_null(rano.percent)},
      {"increase_ml", volumes.increase_ml},
      {"decrease_ml", volumes.decrease_ml},
      {"net_ml", volumes.net_ml()},
      {"threshold", found.threshold},
      {"threshold_unit", "deviations of the brain's intensities"},
      {"threshold_rule", found.rule},
      {"false_alarm_ml", or_null(found.false_alarm_ml)},
      {"false_alarm_percent_of_brain", or_null(found.false_alarm_percent)}};
  return json.dump(2) + "\n";
}

NamedTable table_of(const FoundChange& found, const ChangeVolumes& volumes, const Rano& rano) {
  NamedTable table{"change", {"what", "value", "unit"}, {}};
  const auto row = [&](const std::string& what, const std::string& value, const std::string& unit) {
    table.rows.push_back({what, value, unit});
  };
  row("Brighter", cell(volumes.increase_ml, "%.2f"), "mL");
  row("Darker", cell(volumes.decrease_ml, "%.2f"), "mL");
  row("Net change", cell(volumes.net_ml(), "%+.2f"), "mL");
  if (rano.percent) row("Net change by first lesion", cell(*rano.percent, "%+.0f"), "%");
  row("Modified RANO, +40 % / -65 %", rano.what ? name_of(*rano.what) : "no lesion drawn", "");
  row("Threshold", cell(found.threshold, "%.2f"), "SD");
  if (found.false_alarm_ml) row("Marked where nothing changed", cell(*found.false_alarm_ml, "%.2f"), "mL");
  return table;
}
}  // namespace

at::Tensor marked_change(const at::Tensor& map, const at::Tensor& where, double threshold) {
  const at::Tensor inside = map * where;
  return opened(outstanding(inside.clamp_min(0), threshold)) - opened(outstanding(-inside.clamp_max(0), threshold));
}

ChangeVolumes volumes_of(const at::Tensor& marked, const Grid& grid) {
  const double voxel_ml = voxel_volume_mm3(grid) / 1000;
  return {(marked > 0).sum().item<double>() * voxel_ml, (marked < 0).sum().item<double>() * voxel_ml};
}

std::string name_of(RanoClass what) {
  return what == RanoClass::progression ? "progression" : what == RanoClass::response ? "response" : "stable";
}

RanoClass rano_class(double percent) {
  return percent >= progression_percent ? RanoClass::progression
         : percent <= response_percent  ? RanoClass::response
                                        : RanoClass::stable;
}

Prediction change_prediction(const History& history, const ScanPair& pair, const FoundChange& found,
                             const std::string& title) {
  const std::size_t n = history.timepoints.size();
  const ChangeVolumes volumes = volumes_of(marked_change(found.map, pair.brain, found.threshold), pair.grid);
  const Rano rano = rano_of(history.timepoints[n - 2], volumes);
  NamedMap map{"change", title,
               resample(volume_of(found.map, pair.grid), history.last_scan.grid, history.last_to_study)};
  map.volume.unit = "SD";
  Prediction prediction;
  prediction.findings.maps.push_back(std::move(map));
  prediction.findings.tables.push_back(table_of(found, volumes, rano));
  prediction.findings.facts.push_back({"rano", facts_of(history, found, volumes, rano)});
  prediction.numbers = {{"increase", volumes.increase_ml, {}, {}, "mL"},
                        {"decrease", volumes.decrease_ml, {}, {}, "mL"},
                        {"net change", volumes.net_ml(), {}, {}, "mL"}};
  if (rano.percent) prediction.numbers.push_back({"net change by first lesion", *rano.percent, {}, {}, "%"});
  for (std::size_t i = n - 2; i < n; ++i) prediction.provenance.inputs.push_back(history.timepoints[i].session);
  return prediction;
}

}  // namespace longview
