// Scenes as text: sessions, picture tests and `--scene`.
#pragma once

#include <string>

#include "viewer/scene/scene.h"

namespace longview {

std::string to_json(const Scene& scene);

// Missing fields keep their defaults, unknown ones are ignored. Throws Failure for text that is not a scene or was
// written by a newer version.
Scene scene_from_json(const std::string& text);

}  // namespace longview
