// What a 3D view of a date shows.
#pragma once

#include <QColor>
#include <QString>
#include <optional>
#include <vector>

#include "viewer/views/surfaces.h"
#include "viewer/views/view_model.h"

namespace longview {

struct LesionSurface {
  SurfaceWish wish;
  QColor colour;
  double opacity = 1;
  int timepoint = 0;
  bool made_up = false;  // mesh edges show, the volume is written with ≈
};

// Oldest first; the date's own last.
std::vector<LesionSurface> lesion_surfaces(const ViewModel& model, int timepoint);

// The brain where a mask of one is known, else the head by a threshold; nothing without a scan.
std::optional<SurfaceWish> head_surface(const ViewModel& model, int timepoint);

}  // namespace longview
