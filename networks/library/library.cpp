// The library's one exported function.
#include "networks/core/networks_library.h"

#include "networks/core/registry.h"
#include "networks/library/benchmarks.h"

namespace longview {

namespace {
std::vector<const Model*> models() {
  std::vector<const Model*> all;
  for (const auto& model : all_models()) all.push_back(model.get());
  return all;
}
}  // namespace

}  // namespace longview

extern "C" const longview::NetworksLibrary* longview_networks() {
  static const longview::NetworksLibrary library{longview::models, longview::model_named, longview::benchmark};
  return &library;
}
