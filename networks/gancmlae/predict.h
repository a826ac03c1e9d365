// From a scan to its z-map, its reconstruction and its regions, on the scan's own grid.
#pragma once

#include <functional>

#include "networks/gancmlae/shipped.h"

namespace longview::gancmlae {

// Positive where tissue is missing; all in the space of the mean tissues.
struct Looked {
  at::Tensor map, rebuilt;  // [1, 1, 76, 94, 76], 0 to 1
  at::Tensor z;             // [76, 94, 76]
};
using Rebuild = std::function<at::Tensor(const at::Tensor&)>;
Looked looked_at(const at::Tensor& map, const Rebuild& rebuild, const Normative& usual, double age_years, bool female);

// The history passed the checks. Throws Failure, Stopped.
Prediction predict_with(const Shipped& shipped, const ModelCard& card, const History& history,
                        const PredictOptions& options, const Progress& progress);

}  // namespace longview::gancmlae
