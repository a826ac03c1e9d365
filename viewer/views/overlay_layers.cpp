#include "viewer/views/overlay_layers.h"

#include <algorithm>
#include <cmath>

#include "imaging/core/brain_structures.h"
#include "viewer/scene/colours.h"
#include "viewer/scene/volume_facts.h"

namespace longview {
namespace {

const Timepoint* at(const Study& study, int timepoint) {
  return timepoint >= 0 && timepoint < static_cast<int>(study.timepoints.size())
             ? &study.timepoints[static_cast<std::size_t>(timepoint)]
             : nullptr;
}

bool acquired(const Timepoint& timepoint) { return timepoint.kind == TimepointKind::acquired; }

// Visible opacity of a layer, 0 if it is off.
double opacity_of(const Scene& scene, const std::string& key, double normal = 1) {
  const auto found = scene.overlays.layers.find(key);
  if (found == scene.overlays.layers.end()) return normal;
  return found->second.visible ? std::clamp(found->second.opacity, 0.0, 1.0) : 0;
}

// How many acquired dates with a mask come after this one.
int age_of(const Study& study, std::size_t timepoint) {
  int age = 0;
  for (std::size_t i = timepoint + 1; i < study.timepoints.size(); ++i)
    age += acquired(study.timepoints[i]) && !study.timepoints[i].masks.empty();
  return age;
}

// Whether an acquired date belongs into a view of `shown`: not one that was still to come.
bool known_at(const Study& study, std::size_t date, std::size_t shown) {
  const auto &there = study.timepoints[date].day, &here = study.timepoints[shown].day;
  return there && here ? *there <= *here : date <= shown;
}

// The date whose outline is worth comparing with: the truth of a back-test, the last input of a prediction, the date
// before an acquired one; -1 without any.
int reference_of(const Study& study, std::size_t shown) {
  int reference = -1;
  for (std::size_t i = 0; i < study.timepoints.size(); ++i) {
    const Timepoint& date = study.timepoints[i];
    if (i == shown || !acquired(date) || date.masks.empty() || !known_at(study, i, shown)) continue;
    reference = static_cast<int>(i);
  }
  return reference;
}

// Whether somebody switched this layer on by hand.
bool asked_for(const Scene& scene, const std::string& key) {
  const auto found = scene.overlays.layers.find(key);
  return found != scene.overlays.layers.end() && found->second.visible;
}

void add_structures(const Timepoint& timepoint, const LabelMap& labels, const Scene& scene, ContourLayer layer,
                    std::vector<ContourLayer>& layers) {
  if (!layer.own || (!scene.overlays.fill && !timepoint.series.empty())) return;
  layer.fill_only = layer.thin = true;
  for (const Label& label : labels.labels) {
    layer.volume = shown_mask(labels, label.value);
    layer.colour = QColor(label.colour[0], label.colour[1], label.colour[2]);
    layers.push_back(layer);
  }
}

// The followed label in the date's colour; of the date's own masks the other labels too, thin and in their own colours.
// Of other dates just what is followed: they are there to be compared with.
void add_masks(const Timepoint& timepoint, const Scene& scene, ContourLayer layer, std::vector<ContourLayer>& layers) {
  for (const Segmentation& mask : timepoint.masks) {
    if (!mask.labels) continue;
    if (are_brain_structures(*mask.labels)) {
      add_structures(timepoint, *mask.labels, scene, layer, layers);
      continue;
    }
    const auto followed = followed_value(*mask.labels);
    if (!followed && !scene.overlays.colour_by_label) {
      layer.volume = shown_mask(*mask.labels);
      layers.push_back(layer);
      continue;
    }
    for (const Label& label : mask.labels->labels) {
      ContourLayer one = layer;
      one.thin = followed && label.value != *followed;
      if (one.thin && !one.own) continue;
      one.volume = shown_mask(*mask.labels, label.value);
      // A prediction stays amber: its colour says what it is.
      if (acquired(timepoint) && (one.thin || (scene.overlays.colour_by_label && one.own)))
        one.colour = colours::label(label.value);
      layers.push_back(one);
    }
  }
}

void add_prediction(const Study& study, const Scene& scene, std::size_t index, std::vector<ContourLayer>& layers) {
  const Timepoint& timepoint = study.timepoints[index];
  const std::string key = "contour " + badge(study, index);
  ContourLayer layer{{},   to_scan_map(timepoint), 0.5, colours::predicted, LineKind::long_dash, 1,
                     true, static_cast<int>(index)};
  layer.opacity = opacity_of(scene, key + " 50");
  if (layer.opacity > 0) {
    if (timepoint.probability) {
      layer.volume = *timepoint.probability;
      layers.push_back(layer);
    } else
      add_masks(timepoint, scene, layer, layers);
  }
  layer.opacity = opacity_of(scene, key + " 90");
  if (layer.opacity > 0 && timepoint.probability && timepoint.kind != TimepointKind::backtest) {
    layer.volume = *timepoint.probability;
    layer.level = 0.9;
    layer.line = LineKind::dotted;
    layer.own = false;  // its area lies in that of 50 %: filled once
    layers.push_back(layer);
  }
}

QRgb premultiplied(const QColor& colour, double opacity) {
  return qPremultiply(qRgba(colour.red(), colour.green(), colour.blue(),
                            static_cast<int>(std::lround(255 * std::clamp(opacity, 0.0, 1.0)))));
}

// Less is blue, more is orange, transparent below the noise; stronger with distance.
ColourTable diverging(double range, double noise, double opacity) {
  ColourTable table{-range, range, {}};
  for (int i = 0; i < 256; ++i) {
    const double t = i / 127.5 - 1;
    const double strength = std::abs(t) * range <= noise ? 0 : std::pow(std::abs(t), 0.7);
    table.colours[static_cast<std::size_t>(i)] =
        premultiplied(t < 0 ? colours::less : colours::more, 0.85 * opacity * strength);
  }
  return table;
}

// Values of later - earlier at points spread over the later scan's body, sorted.
std::vector<double> sampled_differences(const DifferenceLayer& layer, const Affine& later_to_earlier) {
  const Grid box = body_box(layer.later);
  const double body = volume_facts(layer.later).body;
  const int step = std::max(1, static_cast<int>(std::cbrt(static_cast<double>(voxel_count(box)) / 40000)));
  std::vector<double> differences;
  for (int k = 0; k < box.size[2]; k += box.size[2] < 40 ? 1 : step)
    for (int j = 0; j < box.size[1]; j += step)
      for (int i = 0; i < box.size[0]; i += step) {
        const Vec3 point = point_at(box, {double(i), double(j), double(k)});
        const double late = interpolate(layer.later, index_at(layer.later.grid, point), std::nan(""));
        const double early =
            interpolate(layer.earlier, index_at(layer.earlier.grid, map_point(later_to_earlier, point)), std::nan(""));
        const double difference = late - (layer.scale * early + layer.offset);
        if (late > body && std::isfinite(difference)) differences.push_back(difference);
      }
  std::sort(differences.begin(), differences.end());
  return differences;
}

double quantile(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

// What a pair of volumes gives, kept for the last pairs: each frame of a scroll asks again.
struct DifferenceScale {
  std::weak_ptr<const void> later, earlier;
  Matrix3 linear{};
  Vec3 offset{};
  double range = 1, noise = 0;
};

DifferenceScale difference_scale(const DifferenceLayer& layer) {
  static std::vector<DifferenceScale> known;
  const Affine map = compose(layer.earlier_to_scan, inverse(layer.later_to_scan));
  for (const auto& scale : known)
    if (scale.later.lock() == layer.later.voxels && scale.earlier.lock() == layer.earlier.voxels &&
        scale.linear == map.linear && scale.offset == map.offset)
      return scale;
  DifferenceScale scale{layer.later.voxels, layer.earlier.voxels, map.linear, map.offset, 1, 0};
  const auto differences = sampled_differences(layer, map);
  if (!differences.empty()) {
    // Noise: the spread of the middle half, as a standard deviation (interquartile range / 1.349), twice.
    scale.noise = 2 * (quantile(differences, 0.75) - quantile(differences, 0.25)) / 1.349;
    scale.range = std::max(
        {std::abs(quantile(differences, 0.005)), std::abs(quantile(differences, 0.995)), 1.5 * scale.noise, 1e-6});
  }
  if (known.size() > 16) known.erase(known.begin());
  known.push_back(scale);
  return scale;
}

}  // namespace

std::vector<ContourLayer> contour_layers(const Study& study, const Scene& scene, int timepoint) {
  std::vector<ContourLayer> layers;
  const Timepoint* own = at(study, timepoint);
  if (!own || scene.overlays.hidden) return layers;
  const auto shown = static_cast<std::size_t>(timepoint);
  const int reference = reference_of(study, shown);
  for (std::size_t i = 0; i < study.timepoints.size(); ++i) {
    const Timepoint& date = study.timepoints[i];
    if (!acquired(date) || !known_at(study, i, shown)) continue;
    const std::string key = "contour " + badge(study, i);
    if (i != shown && static_cast<int>(i) != reference && !asked_for(scene, key)) continue;
    const double opacity = opacity_of(scene, key);
    if (opacity > 0)
      add_masks(date, scene,
                {{},
                 to_scan_map(date),
                 0.5,
                 colours::acquired_aged(age_of(study, i)),
                 LineKind::solid,
                 opacity,
                 i == shown,
                 static_cast<int>(i)},
                layers);
  }
  if (!acquired(*own)) add_prediction(study, scene, shown, layers);
  return layers;
}

std::optional<WashLayer> wash_layer(const Study& study, const Scene& scene, int timepoint) {
  const Timepoint* own = at(study, timepoint);
  if (!own || !own->probability || scene.overlays.hidden || !scene.overlays.probability) return std::nullopt;
  const double opacity = opacity_of(scene, "probability", 0.46);
  if (opacity <= 0) return std::nullopt;
  WashLayer layer{*own->probability, to_scan_map(*own), {0, 1, {}}};
  for (int i = 0; i < 256; ++i) {
    const double p = i / 255.0;
    layer.table.colours[static_cast<std::size_t>(i)] =
        p < 0.02 ? 0 : premultiplied(colours::probability(p), std::pow(p, 0.55) * opacity);
  }
  return layer;
}

std::optional<DifferenceLayer> difference_layer(const Study& study, const Scene& scene, int timepoint) {
  if (scene.overlays.hidden || !scene.overlays.difference) return std::nullopt;
  const Timepoint* own = at(study, timepoint);
  if (!own) return std::nullopt;
  int before = -1;
  for (int i = 0; i < static_cast<int>(study.timepoints.size()); ++i) {
    const Timepoint& date = study.timepoints[static_cast<std::size_t>(i)];
    if (i != timepoint && acquired(date) &&
        known_at(study, static_cast<std::size_t>(i), static_cast<std::size_t>(timepoint)))
      before = i;
  }
  const Timepoint* other = at(study, before);
  const Series* late = shown_series_of(*own);
  const Series* early = other ? shown_series_of(*other) : nullptr;
  const double opacity = opacity_of(scene, "difference");
  if (!late || !early || opacity <= 0) return std::nullopt;
  DifferenceLayer layer;
  layer.later = *late->volume;
  layer.earlier = *early->volume;
  layer.later_to_scan = to_scan_map(*own);
  layer.earlier_to_scan = to_scan_map(*other);
  if (late->modality == "CT")
    layer.unit = "HU";
  else {
    const VolumeFacts a = volume_facts(layer.later), b = volume_facts(layer.earlier);
    layer.scale = (a.high - a.low) / (b.high - b.low);
    layer.offset = a.low - layer.scale * b.low;
  }
  const DifferenceScale scale = difference_scale(layer);
  layer.range = scale.range;
  layer.noise = scale.noise;
  layer.table = diverging(scale.range, scale.noise, opacity);
  layer.title = QString::fromStdString(badge(study, static_cast<std::size_t>(timepoint))) + QStringLiteral(" − ") +
                QString::fromStdString(badge(study, static_cast<std::size_t>(before)));
  return layer;
}

std::vector<Grid> lesion_boxes(const Timepoint& timepoint) {
  std::vector<Grid> boxes;
  for (const Segmentation& mask : timepoint.masks)
    if (mask.labels && !are_brain_structures(*mask.labels))
      if (const auto box = box_above(mask.labels->voxels, 1)) boxes.push_back(*box);
  if (boxes.empty() && timepoint.probability)
    if (const auto box = box_above(*timepoint.probability, 0.5)) boxes.push_back(*box);
  return boxes;
}

}  // namespace longview
