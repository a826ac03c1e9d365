// What views draw. They keep nothing else: a view of the same model is the same picture.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "imaging/core/findings.h"
#include "imaging/core/study.h"
#include "viewer/scene/scene.h"

namespace longview {

// A map of a model, as Overlays::map names it.
struct ShownMap {
  std::string key;    // "gancmlae/z"
  std::string title;  // with the dates that it is about: "Change A1 → A2, learned from this patient"
  NamedMap map;
};

struct ViewModel {
  std::shared_ptr<const Study> study;  // null: nothing open, views are empty
  Scene scene;
  std::map<int, Volume> brain_masks;          // by time point, where known: the grey surface of 3D views
  std::map<int, std::vector<ShownMap>> maps;  // by time point over whose scan they lie
};

}  // namespace longview
