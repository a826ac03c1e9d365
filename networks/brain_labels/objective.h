// What the labels network is taught by: cross-entropy plus Dice over all classes, with its gradient by hand. (Torch's
// own way makes a dozen copies of 47 volumes; this makes none.)
#pragma once

#include <ATen/ATen.h>

namespace longview::brain_labels {

struct LabelLoss {
  double cross_entropy = 0;  // mean over voxels, nats
  double dice = 0;           // 1 - mean soft Dice over the classes that are there, background left out
  at::Tensor gradient;       // of cross_entropy + dice, as `logits`
};

// `logits` [1, K, z, y, x] float, contiguous; `labels` [z, y, x] uint8 below K.
LabelLoss label_loss(const at::Tensor& logits, const at::Tensor& labels);

}  // namespace longview::brain_labels
