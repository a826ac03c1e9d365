// Undo and redo: a list of scenes.
#pragma once

#include <cstddef>
#include <vector>

#include "viewer/scene/scene.h"

namespace longview {

class SceneHistory {
 public:
  // The scene on the screen now: a new step, or, with `continues`, the rest of the step before (a drag).
  void record(const Scene& scene, bool continues = false);
  bool can_undo() const { return at_ > 0; }
  bool can_redo() const { return at_ + 1 < scenes_.size(); }
  // The scene before or after the current one, which becomes current; the current one where there is none.
  const Scene& undo();
  const Scene& redo();
  void clear();

 private:
  static constexpr std::size_t longest = 200;
  std::vector<Scene> scenes_;
  std::size_t at_ = 0;
};

}  // namespace longview
