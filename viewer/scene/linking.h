// Which views move together. A date that is not linked keeps its own cursor, zoom and centre.
#pragma once

#include "imaging/core/study.h"
#include "viewer/scene/scene.h"

namespace longview {

// Linked views are on, and this date's registration passed its check.
bool is_linked(const Study& study, const Scene& scene, int timepoint);

// The scene as the views of a date show it: with the date's own cursor, zoom and centre where it is not linked.
Scene scene_of_date(const Study& study, const Scene& scene, int timepoint);

// The whole scene after a gesture made `of_date` of scene_of_date(whole): where the date is not linked, cursor, zoom
// and centre are its own matter.
Scene with_scene_of_date(const Study& study, const Scene& whole, Scene of_date, int timepoint);

// Link on or off. Back on, all go to where the views of `timepoint` are.
Scene with_link_toggled(const Study& study, const Scene& scene, int timepoint);

}  // namespace longview
