// Where the views of a layout stand and what each shows (window.md section 4).
#pragma once

#include <QRect>
#include <vector>

#include "imaging/core/study.h"
#include "viewer/scene/scene.h"

namespace longview {

struct ViewPlace {
  int view = 0;  // number of the view in its layout, row by row; what Scene::active_view names
  QRect rect;    // logical pixels
  Plane plane = Plane::axial;
  int timepoint = 0;  // that its pixels show: with flicker the date before
  int column = -1;    // of Scene::columns in compare and side by side, else -1
};

struct ColumnHeader {
  QRect rect;
  int timepoint = 0;
};

struct ViewPlaces {
  std::vector<ViewPlace> views;  // those that are visible
  std::vector<ColumnHeader> headers;
};

ViewPlaces view_places(const Study& study, const Scene& scene, const QSize& size);

// Number of views of the scene's layout, also those hidden behind a maximised one.
int view_count(const Study& study, const Scene& scene);

// The date that flickers with `timepoint`: the one before it by day that has an image, a prediction's last input;
// -1 if there is none.
int date_before(const Study& study, int timepoint);

}  // namespace longview
