#include <algorithm>
#include <cmath>

#include "app/window/scene_steps.h"

namespace longview {
namespace {

struct CtPreset {
  const char* name;
  double width, centre;
};

// window.md section 8.
constexpr CtPreset ct_presets[] = {{"lung", 1500, -600}, {"mediastinum", 400, 40}, {"bone", 2500, 480},
                                   {"brain", 80, 40},    {"stroke", 40, 40},       {"subdural", 200, 75},
                                   {"liver", 150, 60}};

// Value below which `share` of a sample of the voxels above zero lies.
double percentile(const Volume& volume, double share) {
  return visit_voxels(volume, [share](auto voxels) {
    std::vector<double> sample;
    const std::size_t step = std::max<std::size_t>(1, voxels.size() / 50000);
    for (std::size_t i = 0; i < voxels.size(); i += step)
      if (voxels[i] > 0) sample.push_back(static_cast<double>(voxels[i]));
    if (sample.empty()) return 0.0;
    const auto place = sample.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(sample.size() - 1));
    std::nth_element(sample.begin(), place, sample.end());
    return *place;
  });
}

GreyWindow between(double low, double high) { return {(low + high) / 2, std::max(high - low, 1e-6)}; }

}  // namespace

std::optional<GreyWindow> preset_window(const Series& series, int number) {
  if (number == 0) return GreyWindow{};
  if (series.modality == "CT") {
    if (number > 7) return std::nullopt;
    const CtPreset& preset = ct_presets[number - 1];
    return GreyWindow{preset.centre, preset.width};
  }
  if (!series.volume) return std::nullopt;
  const Volume& volume = *series.volume;
  switch (number) {
    case 1: return between(percentile(volume, 0), percentile(volume, 1));
    case 2: return between(percentile(volume, 0.01), percentile(volume, 0.99));
    case 3: return between(percentile(volume, 0.25), percentile(volume, 0.97));
    case 4: return between(0, 1.3 * percentile(volume, 0.995));
    default: return std::nullopt;
  }
}

std::string preset_name(const Series& series, int number) {
  if (number == 0) return "automatic";
  if (series.modality == "CT") return number <= 7 ? ct_presets[number - 1].name : "";
  static const char* const names[] = {"as stored", "1–99 %", "narrow", "wide"};
  return number <= 4 ? names[number - 1] : "";
}

}  // namespace longview
