// What keys and panels do to the scene: small functions from (Study, Scene) to Scene, without any widget.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "imaging/core/study.h"
#include "viewer/scene/scene.h"

namespace longview {

// The scene that a study opens with: newest date with an image, cursor in the middle of it.
Scene first_scene(const Study& study);

// `scene` of `before` said for `after`: dates keep their place by session; what is gone falls back to the newest date.
Scene carried_over(const Scene& scene, const Study& before, const Study& after);

// Acquired dates that have an image, back-tests and predictions as compare shows them: the last two acquired, the
// back-test, the prediction; at most four.
std::vector<int> default_columns(const Study& study);

Scene with_date(Scene scene, int timepoint);
// The next (+1) or earlier (-1) date in the order of days.
Scene with_next_date(Scene scene, const Study& study, int step);
// Adds or removes a compare column, 1 to 4 of them, in the order of days.
Scene with_column_toggled(Scene scene, const Study& study, int timepoint);

// Study space to the scan of a date and back; the identity where it was not aligned.
Vec3 to_scan(const Timepoint& timepoint, const Vec3& study_point);
Vec3 to_study(const Timepoint& timepoint, const Vec3& scan_point);

// The read main series of a date, null if there is none.
const Series* shown_series(const Timepoint& timepoint);
// The voxel nearest to a point of the scan's space; nothing outside.
std::optional<double> value_near(const Volume& volume, const Vec3& scan_point);

// Middle of the axial slice in which the lesion is largest, in study space.
std::optional<Vec3> largest_lesion_slice(const Timepoint& timepoint);
// Middle of the axial slice in which two masks of one grid differ most, study space.
std::optional<Vec3> largest_disagreement(const Timepoint& predicted, const Timepoint& truth);

// Zoomed on the lesions of all dates: about a third of a view, the head around it cropped. Unchanged without any.
Scene with_lesion_in_view(Scene scene, const Study& study);

// The cursor there: of the shown date alone where that is not linked.
Scene with_cursor(Scene scene, const Study& study, const Vec3& point);
// The study with the scans of these sessions moved by so many mm (study space), as a person pinned them.
std::shared_ptr<const Study> with_pins(const std::shared_ptr<const Study>& study,
                                       const std::map<std::string, Vec3>& pins);

// Window presets of the number keys: CT by HU, MR by the scan's own percentiles; nothing where there is none.
std::optional<GreyWindow> preset_window(const Series& series, int number);
std::string preset_name(const Series& series, int number);

}  // namespace longview
