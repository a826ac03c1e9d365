// The one door into liblongview_networks, which holds torch and is opened when a model is first asked for.
#pragma once

#include <string>
#include <vector>

#include "networks/core/model.h"
#include "networks/evaluation/benchmark.h"

namespace longview {

struct NetworksLibrary {
  std::vector<const Model*> (*models)();
  const Model& (*model_named)(const std::string& name);
  BenchmarkResult (*benchmark)(const std::string& what, const Progress&);   // "predict", "train"
};

}  // namespace longview

// What the library exports; app/pipeline/networks opens it.
extern "C" const longview::NetworksLibrary* longview_networks();
