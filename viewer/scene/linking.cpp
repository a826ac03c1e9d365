#include "viewer/scene/linking.h"

namespace longview {

bool is_linked(const Study& study, const Scene& scene, int timepoint) {
  if (!scene.linked) return false;
  if (timepoint < 0 || timepoint >= static_cast<int>(study.timepoints.size())) return true;
  const auto& transform = study.timepoints[static_cast<std::size_t>(timepoint)].from_study;
  return !transform || transform->quality.trusted;
}

Scene scene_of_date(const Study& study, const Scene& scene, int timepoint) {
  const auto own = scene.own_places.find(timepoint);
  if (own == scene.own_places.end() || is_linked(study, scene, timepoint)) return scene;
  Scene shown = scene;
  shown.cursor = own->second.cursor;
  shown.zoom = own->second.zoom;
  shown.pan = own->second.pan;
  return shown;
}

Scene with_scene_of_date(const Study& study, const Scene& whole, Scene of_date, int timepoint) {
  if (is_linked(study, of_date, timepoint)) return of_date;
  const OwnPlace now{of_date.cursor, of_date.zoom, of_date.pan};
  const Scene before = scene_of_date(study, whole, timepoint);
  if (!(now == OwnPlace{before.cursor, before.zoom, before.pan})) of_date.own_places[timepoint] = now;
  of_date.cursor = whole.cursor;
  of_date.zoom = whole.zoom;
  of_date.pan = whole.pan;
  return of_date;
}

Scene with_link_toggled(const Study& study, const Scene& scene, int timepoint) {
  Scene next = scene.linked ? scene : scene_of_date(study, scene, timepoint);
  next.linked = !scene.linked;
  if (next.linked) next.own_places.clear();
  return next;
}

}  // namespace longview
