#include "viewer/scene/scene_history.h"

namespace longview {

void SceneHistory::record(const Scene& scene, bool continues) {
  if (!scenes_.empty() && scene == scenes_[at_]) return;
  if (!scenes_.empty()) scenes_.resize(at_ + 1);
  // The scene that the study opened with is never replaced: there is always a way back to it.
  if (continues && at_ > 0)
    scenes_[at_] = scene;
  else {
    scenes_.push_back(scene);
    if (scenes_.size() > longest) scenes_.erase(scenes_.begin());
    at_ = scenes_.size() - 1;
  }
}

const Scene& SceneHistory::undo() {
  if (scenes_.empty()) scenes_.emplace_back();
  if (can_undo()) --at_;
  return scenes_[at_];
}

const Scene& SceneHistory::redo() {
  if (scenes_.empty()) scenes_.emplace_back();
  if (can_redo()) ++at_;
  return scenes_[at_];
}

void SceneHistory::clear() { *this = SceneHistory(); }

}  // namespace longview
