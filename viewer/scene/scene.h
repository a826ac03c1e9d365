// What is on the screen, as plain state. Views draw (Study, Scene); nothing in them remembers anything else.
// Undo is a list of Scenes; a picture test is a Scene and a Study.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "imaging/core/grid.h"

namespace longview {

enum class Plane { axial, coronal, sagittal, surfaces };
enum class Layout { single, planes, planes_and_3d, compare, side_by_side_3d };
enum class Tool { crosshair, window_level, pan, zoom, length, ellipse };

// Grey values: `centre` +- `width` / 2, in the unit of the volume (raw intensities).
struct GreyWindow {
  double centre = 0, width = 0;  // width 0: automatic, the 1st to 99th percentile inside the body
  bool operator==(const GreyWindow&) const = default;
};

// One row of the overlay list.
struct Layer {
  bool visible = true;
  double opacity = 1;  // 0 to 1
  bool operator==(const Layer&) const = default;
};

struct Overlays {
  bool hidden = false;  // H held, or Shift+H
  bool contours = true, fill = false, probability = false, difference = false;
  std::string map;                      // key of the model's map that is drawn; empty: none
  double map_threshold = -1;            // below it the map shows nothing; -1: the map's usual one
  std::map<std::string, Layer> layers;  // by layer key, "contour A1", "contour P1 50", "probability"
  bool colour_by_label = false;
  bool operator==(const Overlays&) const = default;
};

// A length or an ellipse that somebody drew, in study space; `a` and `b` are the line's ends or the ellipse's corners.
struct Measurement {
  bool ellipse = false;
  int timepoint = 0;
  Plane plane = Plane::axial;
  Vec3 a{}, b{};
  bool operator==(const Measurement&) const = default;
};

// Where the views of a date are that is not linked to the others.
struct OwnPlace {
  Vec3 cursor{};
  double zoom = 1;
  Vec3 pan{};
  bool operator==(const OwnPlace&) const = default;
};

struct Scene {
  Layout layout = Layout::planes_and_3d;
  Plane plane = Plane::axial;                  // of the single layout
  int timepoint = 0;                           // shown by single, planes, planes_and_3d
  std::vector<int> columns;                    // time points of compare and side_by_side_3d, left to right
  std::array<bool, 3> rows{true, true, true};  // of compare: axial, coronal, sagittal
  int active_view = 0;
  int maximised_view = -1;  // -1: none
  int flicker_view = -1;    // this view shows the date before its own; -1: none

  Vec3 cursor{};                      // LPS mm of study space (the first date's)
  double zoom = 1;                    // 1: the whole head fits the view
  Vec3 pan{};                         // LPS mm: from the middle of the head to the middle of every view
  std::map<int, GreyWindow> windows;  // by timepoint; linked ones share one through the intensity scale
  bool linked = true;
  std::map<int, OwnPlace> own_places;  // by timepoint, of dates that are not linked and went their own way
  bool check_registration = false;     // slices in squares, by turns of the date and of the one before, and its edges
  bool inverted = false;
  int corner_text = 0;  // 0 all, 1 short, 2 orientation only
  bool hide_patient = false;
  Overlays overlays;
  Tool tool = Tool::crosshair;
  int slab_mm = 0;                        // maximum intensity projection of this thickness; 0: one slice
  bool nearest = false;                   // voxels as squares; else linear
  std::array<double, 2> camera{-35, 20};  // degrees about S (0: seen from the front, positive towards the left) and up
  double camera_zoom = 1;                 // 3D views
  bool volume_rendering = false;          // 3D views: the scan itself rather than surfaces
  std::vector<Measurement> measurements;

  bool operator==(const Scene&) const = default;
};

}  // namespace longview
