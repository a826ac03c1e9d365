// What views draw. They keep nothing else: a view of the same model is the same picture.
#pragma once

#include <map>
#include <memory>

#include "imaging/core/study.h"
#include "viewer/scene/scene.h"

namespace longview {

struct ViewModel {
  std::shared_ptr<const Study> study;  // null: nothing open, views are empty
  Scene scene;
  std::map<int, Volume> brain_masks;  // by time point, where known: the grey surface of 3D views
};

}  // namespace longview
