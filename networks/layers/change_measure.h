// From a signed map of change to volumes, a class and files: the same for every model of change.
#pragma once

#include <ATen/ATen.h>

#include <optional>
#include <string>

#include "networks/core/history.h"
#include "networks/core/prediction.h"
#include "networks/layers/scan_pair.h"

namespace longview {

// What `map` [z, y, x] says beyond `threshold` within `where` and at no less than half the height of what lies within
// four voxels, opened by one voxel (six neighbours): -1, 0 or 1, int8.
at::Tensor marked_change(const at::Tensor& map, const at::Tensor& where, double threshold);

struct ChangeVolumes {
  double increase_ml = 0, decrease_ml = 0;
  double net_ml() const { return increase_ml - decrease_ml; }
};
ChangeVolumes volumes_of(const at::Tensor& marked, const Grid& grid);

// Modified RANO by volume (networks.md 5.3; RANO 2.0's volumetric limits): net change by the lesion's first volume.
inline constexpr double progression_percent = 40, response_percent = -65;
enum class RanoClass { response, stable, progression };
std::string name_of(RanoClass);
RanoClass rano_class(double change_percent);

// What a model found between the last two dates of a history.
struct FoundChange {
  at::Tensor map;  // [z, y, x] on the pair's grid, deviations of the brain; later - earlier
  double threshold = 0;
  std::string rule;                           // where the threshold comes from, a sentence
  std::optional<double> false_alarm_ml;       // marked, on the mean, where nothing had changed
  std::optional<double> false_alarm_percent;  // of the brain's voxels
};

// change.nii.gz on the last scan's grid, rano.json, the table of numbers; `title` names the map. Provenance is the
// caller's to fill.
Prediction change_prediction(const History& history, const ScanPair& pair, const FoundChange& found,
                             const std::string& title);

}  // namespace longview
