#include "viewer/views/surface_wishes.h"

#include "viewer/scene/volume_facts.h"
#include "viewer/views/overlay_layers.h"
#include "viewer/views/view_marks.h"

namespace longview {

std::vector<LesionSurface> lesion_surfaces(const ViewModel& model, int timepoint) {
  std::vector<LesionSurface> surfaces;
  // The same dates, colours and switches as the contours of a slice.
  for (const ContourLayer& layer : contour_layers(*model.study, model.scene, timepoint)) {
    if (layer.level > 0.6 || layer.thin || layer.fill_only)
      continue;  // one surface a date: what lies within is not seen
    LesionSurface surface;
    surface.made_up = layer.line != LineKind::solid;
    surface.wish = {layer.volume, layer.to_scan, layer.level, 0, surface.made_up ? 3000 : 0};
    surface.colour = layer.colour;
    // What grew around an older lesion must not hide it.
    surface.opacity = layer.opacity * (surface.made_up ? 0.34 : layer.own ? 0.62 : 0.95);
    surface.timepoint = layer.timepoint;
    surfaces.push_back(surface);
  }
  return surfaces;
}

std::optional<SurfaceWish> head_surface(const ViewModel& model, int timepoint) {
  const auto& masks = model.brain_masks;
  if (!masks.empty()) {
    const auto own = masks.find(timepoint);
    const auto& [date, mask] = own != masks.end() ? *own : *masks.begin();
    if (date >= 0 && date < static_cast<int>(model.study->timepoints.size()))
      return SurfaceWish{mask, to_scan_map(model.study->timepoints[static_cast<std::size_t>(date)]), 0.5, 2.0, 0};
  }
  for (const Timepoint& date : model.study->timepoints)
    if (const Series* series = shown_series_of(date); series && !is_made_up(date.kind))
      return SurfaceWish{*series->volume, to_scan_map(date), volume_facts(*series->volume).body, 2.0, 0};
  return std::nullopt;
}

}  // namespace longview
