#include "viewer/scene/scene_json.h"

#include <nlohmann/json.hpp>

#include "imaging/core/failure.h"

namespace longview {

using Json = nlohmann::ordered_json;

NLOHMANN_JSON_SERIALIZE_ENUM(Plane, {{Plane::axial, "axial"},
                                     {Plane::coronal, "coronal"},
                                     {Plane::sagittal, "sagittal"},
                                     {Plane::surfaces, "surfaces"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Layout, {{Layout::planes_and_3d, "planes and 3d"},
                                      {Layout::single, "single"},
                                      {Layout::planes, "planes"},
                                      {Layout::compare, "compare"},
                                      {Layout::side_by_side_3d, "side by side 3d"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Tool, {{Tool::crosshair, "crosshair"},
                                    {Tool::window_level, "window level"},
                                    {Tool::pan, "pan"},
                                    {Tool::zoom, "zoom"},
                                    {Tool::length, "length"},
                                    {Tool::ellipse, "ellipse"}})

namespace {

// Grows when a field changes its meaning; new fields alone do not need it.
constexpr int version = 1;

// Takes a field over where the text has it.
template <class T>
void read(const Json& json, const char* name, T& value) {
  const auto found = json.find(name);
  if (found != json.end()) value = found->get<T>();
}

Json json_of(const Overlays& overlays) {
  Json layers = Json::object();
  for (const auto& [key, layer] : overlays.layers)
    layers[key] = {{"visible", layer.visible}, {"opacity", layer.opacity}};
  return {{"hidden", overlays.hidden},
          {"contours", overlays.contours},
          {"fill", overlays.fill},
          {"probability", overlays.probability},
          {"difference", overlays.difference},
          {"colour_by_label", overlays.colour_by_label},
          {"map", overlays.map},
          {"map_threshold", overlays.map_threshold},
          {"layers", layers}};
}

Overlays overlays_of(const Json& json) {
  Overlays overlays;
  read(json, "hidden", overlays.hidden);
  read(json, "contours", overlays.contours);
  read(json, "fill", overlays.fill);
  read(json, "probability", overlays.probability);
  read(json, "difference", overlays.difference);
  read(json, "colour_by_label", overlays.colour_by_label);
  read(json, "map", overlays.map);
  read(json, "map_threshold", overlays.map_threshold);
  if (const auto layers = json.find("layers"); layers != json.end())
    for (const auto& [key, layer] : layers->items()) {
      Layer& own = overlays.layers[key];
      read(layer, "visible", own.visible);
      read(layer, "opacity", own.opacity);
    }
  return overlays;
}

Json json_of(const Measurement& m) {
  return {{"ellipse", m.ellipse}, {"timepoint", m.timepoint}, {"plane", m.plane}, {"a", m.a}, {"b", m.b}};
}

Measurement measurement_of(const Json& json) {
  Measurement m;
  read(json, "ellipse", m.ellipse);
  read(json, "timepoint", m.timepoint);
  read(json, "plane", m.plane);
  read(json, "a", m.a);
  read(json, "b", m.b);
  return m;
}

void read_place(const Json& json, Scene& scene) {
  read(json, "layout", scene.layout);
  read(json, "plane", scene.plane);
  read(json, "timepoint", scene.timepoint);
  read(json, "columns", scene.columns);
  read(json, "rows", scene.rows);
  read(json, "active_view", scene.active_view);
  read(json, "maximised_view", scene.maximised_view);
  read(json, "flicker_view", scene.flicker_view);
  read(json, "cursor", scene.cursor);
  read(json, "zoom", scene.zoom);
  read(json, "pan", scene.pan);
  read(json, "camera", scene.camera);
  read(json, "camera_zoom", scene.camera_zoom);
}

void read_look(const Json& json, Scene& scene) {
  read(json, "linked", scene.linked);
  read(json, "check_registration", scene.check_registration);
  if (const auto places = json.find("own_places"); places != json.end())
    for (const Json& place : *places)
      scene.own_places[place.at("timepoint").get<int>()] = {
          place.at("cursor").get<Vec3>(), place.at("zoom").get<double>(), place.at("pan").get<Vec3>()};
  read(json, "inverted", scene.inverted);
  read(json, "nearest", scene.nearest);
  read(json, "corner_text", scene.corner_text);
  read(json, "hide_patient", scene.hide_patient);
  read(json, "tool", scene.tool);
  read(json, "slab_mm", scene.slab_mm);
  read(json, "volume_rendering", scene.volume_rendering);
  if (const auto overlays = json.find("overlays"); overlays != json.end()) scene.overlays = overlays_of(*overlays);
  if (const auto windows = json.find("windows"); windows != json.end())
    for (const Json& window : *windows)
      scene.windows[window.at("timepoint").get<int>()] = {window.at("centre").get<double>(),
                                                          window.at("width").get<double>()};
  if (const auto measurements = json.find("measurements"); measurements != json.end())
    for (const Json& measurement : *measurements) scene.measurements.push_back(measurement_of(measurement));
}

}  // namespace

std::string to_json(const Scene& scene) {
  Json windows = Json::array(), measurements = Json::array(), own_places = Json::array();
  for (const auto& [timepoint, window] : scene.windows)
    windows.push_back({{"timepoint", timepoint}, {"centre", window.centre}, {"width", window.width}});
  for (const auto& [timepoint, place] : scene.own_places)
    own_places.push_back(
        {{"timepoint", timepoint}, {"cursor", place.cursor}, {"zoom", place.zoom}, {"pan", place.pan}});
  for (const Measurement& measurement : scene.measurements) measurements.push_back(json_of(measurement));
  const Json json{{"longview_scene", version},
                  {"layout", scene.layout},
                  {"plane", scene.plane},
                  {"timepoint", scene.timepoint},
                  {"columns", scene.columns},
                  {"rows", scene.rows},
                  {"active_view", scene.active_view},
                  {"maximised_view", scene.maximised_view},
                  {"flicker_view", scene.flicker_view},
                  {"cursor", scene.cursor},
                  {"zoom", scene.zoom},
                  {"pan", scene.pan},
                  {"camera", scene.camera},
                  {"camera_zoom", scene.camera_zoom},
                  {"volume_rendering", scene.volume_rendering},
                  {"linked", scene.linked},
                  {"own_places", own_places},
                  {"check_registration", scene.check_registration},
                  {"inverted", scene.inverted},
                  {"nearest", scene.nearest},
                  {"corner_text", scene.corner_text},
                  {"hide_patient", scene.hide_patient},
                  {"tool", scene.tool},
                  {"slab_mm", scene.slab_mm},
                  {"overlays", json_of(scene.overlays)},
                  {"windows", windows},
                  {"measurements", measurements}};
  return json.dump(2);
}

Scene scene_from_json(const std::string& text) {
  Scene scene;
  try {
    const Json json = Json::parse(text);
    const int written = json.at("longview_scene").get<int>();
    if (written > version)
      throw Failure("This scene was written by a newer Longview (scene version " + std::to_string(written) +
                    "; this one reads up to " + std::to_string(version) + "). Update Longview to open it.");
    read_place(json, scene);
    read_look(json, scene);
  } catch (const Json::exception& error) {
    throw Failure("This is not a scene of Longview: " + std::string(error.what()) + ".");
  }
  return scene;
}

}  // namespace longview
