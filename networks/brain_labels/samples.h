// What the labels network learns from: heads with their labels, changed so that it will know them from any scanner.
#pragma once

#include <ATen/ATen.h>

#include <string>
#include <vector>

#include "networks/core/history.h"
#include "networks/core/private/samples.h"
#include "networks/layers/label_network.h"

namespace longview::brain_labels {

// Packed small: 64 heads in 200 MB.
struct LabelledHead {
  std::string patient;
  at::Tensor image;    // uint8 [z, y, x] of a head box; `level` is one unit of it
  at::Tensor labels;   // uint8, brain structures
  double white = 1;    // mean of white matter, in units of the image
  bool skull = false;  // there is something around the brain
};

// The first date's scan and labels. Throws Failure where there are no labels of structures.
LabelledHead labelled_head(const History& history);

struct LabelSample {
  at::Tensor input;   // [1, kLabelChannels, z, y, x]
  at::Tensor labels;  // uint8 [z, y, x]
};

struct SampleSize {
  std::int64_t z = kLabelWindow[0], y = kLabelWindow[1], x = kLabelWindow[2];
};

// A part of one head, turned, stretched, mirrored, blurred, shaded, with other contrast and noise; a stripped one
// mostly in the skull of `donor`. Every draw comes from `draw`.
LabelSample sample(const LabelledHead& head, const LabelledHead* donor, const SampleSize& size, Draw& draw);

}  // namespace longview::brain_labels
