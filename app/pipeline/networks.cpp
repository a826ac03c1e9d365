#include "app/pipeline/networks.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "imaging/core/failure.h"

namespace longview {

namespace {
namespace fs = std::filesystem;
constexpr const char* kFile = "liblongview_networks.so";

std::vector<fs::path> places() {
  std::vector<fs::path> found;
  if (const char* named = std::getenv("LONGVIEW_NETWORKS")) found.emplace_back(named);
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  if (!program.empty()) {
    const fs::path prefix = program.parent_path().parent_path();
    found.push_back(prefix / "lib" / kFile);                         // the build
    found.push_back(prefix / LONGVIEW_LIBDIR / "longview" / kFile);  // installed
  }
  return found;
}

const NetworksLibrary& open_library() {
  setenv("OMP_WAIT_POLICY", "passive", 0);  // torch's threads sleep while they wait: others share these cores
  std::string looked;
  for (const fs::path& place : places()) {
    looked += (looked.empty() ? "" : ", ") + place.string();
    std::error_code ignored;
    if (!fs::exists(place, ignored)) continue;
    void* library = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library) throw Failure("The networks' library cannot be opened: " + std::string(dlerror()) + ".");
    using Entry = const NetworksLibrary* (*)();
    const auto entry = reinterpret_cast<Entry>(dlsym(library, "longview_networks"));
    if (!entry) throw Failure(place.string() + " is not Longview's networks' library. Install Longview again.");
    return *entry();
  }
  throw Failure("The networks' library was not found (looked for " + looked +
                "). Install Longview again, or name it in LONGVIEW_NETWORKS.");
}
}  // namespace

const NetworksLibrary& networks() {
  static const NetworksLibrary& library = open_library();
  return library;
}

std::vector<std::string> with_baselines(const std::string& model) {
  const ModelCard& wanted = networks().model_named(model).card();
  std::vector<std::string> names{wanted.name};
  for (const Model* other : networks().models()) {
    const ModelCard& card = other->card();
    if (card.name != wanted.name && card.task == wanted.task && card.weights_file.empty()) names.push_back(card.name);
  }
  return names;
}

}  // namespace longview
