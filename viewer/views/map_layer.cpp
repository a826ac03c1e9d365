#include "viewer/views/map_layer.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "viewer/panels/words.h"
#include "viewer/scene/colours.h"
#include "viewer/scene/volume_facts.h"

namespace longview {
namespace {

bool is_z(const NamedMap& map) { return map.volume.unit == "z"; }

QString tick_words(double value, const NamedMap& map) {
  const double size = std::abs(value);
  QString text = QString::number(value, 'f', size >= 10 ? 0 : size >= 1 ? 1 : 2).replace('-', QChar(0x2212));
  if (value > 0 && map.diverging) text.prepend('+');
  const QString unit = QString::fromStdString(map.volume.unit);
  return unit.isEmpty() || unit == "1" ? text : text + QChar(0x2009) + unit;
}

ColourTable colours_of(const NamedMap& map, double range, double threshold, double opacity) {
  ColourTable table{map.diverging ? -range : 0, range, {}};
  const double half_step = threshold > 0 ? (table.high - table.low) / 510 : 0;
  for (int i = 0; i < 256; ++i) {
    const double value = table.low + (table.high - table.low) * i / 255;
    // Values within half a step of this entry take its colour: none of them may lie below the threshold.
    if (std::abs(value) - half_step < threshold) continue;
    const double strength = std::clamp(std::pow(std::abs(value) / range, 0.7), 0.35, 1.0);
    const QColor colour = value < 0 ? colours::less : colours::more;
    table.colours[static_cast<std::size_t>(i)] =
        qPremultiply(qRgba(colour.red(), colour.green(), colour.blue(),
                           static_cast<int>(std::lround(255 * std::clamp(0.85 * opacity * strength, 0.0, 1.0)))));
  }
  return table;
}

// "less tissue than expected  +6"
QString with_meaning(const std::string& meaning, const QString& value) {
  return meaning.empty() ? value : QString::fromStdString(meaning) + "  " + value;
}

ColourBar bar_of(const NamedMap& map, const MapLayer& layer, const QString& title) {
  ColourBar bar{layer.table, title, {}, QString::fromStdString(map.reference)};
  bar.ticks.emplace_back(layer.range, with_meaning(map.above, tick_words(layer.range, map)));
  if (!map.diverging) {
    bar.ticks.emplace_back(layer.threshold, tick_words(layer.threshold, map));
    bar.ticks.emplace_back(0, tick_words(0, map));
    return bar;
  }
  // The two thresholds share a line where their words would run into each other.
  if (layer.threshold < 0.25 * layer.range) {
    bar.ticks.emplace_back(0, QChar(0xB1) + tick_words(layer.threshold, map).remove('+'));
  } else {
    bar.ticks.emplace_back(layer.threshold, tick_words(layer.threshold, map));
    bar.ticks.emplace_back(-layer.threshold, tick_words(-layer.threshold, map));
  }
  bar.ticks.emplace_back(-layer.range, with_meaning(map.below, tick_words(-layer.range, map)));
  return bar;
}

}  // namespace

double map_range(const NamedMap& map) {
  const double range = usual_size(map.volume);
  if (is_z(map)) return std::clamp(range, 4.0, 10.0);
  return range > 0 ? range : 1;
}

double usual_threshold(const NamedMap& map) { return map.threshold.value_or(is_z(map) ? 2 : map_range(map) / 5); }

std::optional<MapLayer> map_layer(const ViewModel& model, int timepoint) {
  const Overlays& overlays = model.scene.overlays;
  if (overlays.hidden || overlays.map.empty()) return std::nullopt;
  const auto maps = model.maps.find(timepoint);
  if (maps == model.maps.end()) return std::nullopt;
  const auto found = std::find_if(maps->second.begin(), maps->second.end(),
                                  [&](const ShownMap& shown) { return shown.key == overlays.map; });
  if (found == maps->second.end()) return std::nullopt;
  const NamedMap& map = found->map;
  double opacity = 1;
  if (const auto layer = overlays.layers.find("map " + found->key); layer != overlays.layers.end())
    opacity = std::clamp(layer->second.opacity, 0.0, 1.0);
  MapLayer layer;
  layer.volume = map.volume;
  layer.to_scan = to_scan_map(model.study->timepoints[static_cast<std::size_t>(timepoint)]);
  layer.range = map_range(map);
  layer.threshold = overlays.map_threshold >= 0 ? overlays.map_threshold : usual_threshold(map);
  layer.range = std::max(layer.range, 1.2 * layer.threshold);
  layer.table = colours_of(map, layer.range, layer.threshold, opacity);
  layer.bar = bar_of(map, layer, QString::fromStdString(found->title));
  return layer;
}

}  // namespace longview
