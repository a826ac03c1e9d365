// Losses of segmentations and images, mean over samples; every tensor [N, 1, z, y, x].
#pragma once

#include <ATen/ATen.h>

namespace longview {

// 1 - (2 sum(p y) + e) / (sum p + sum y + e), a sample at a time; `where` leaves voxels out.
at::Tensor dice_loss(const at::Tensor& probability, const at::Tensor& truth, const at::Tensor& where,
                     double smooth = 1);

// Binary cross-entropy of logits within `where`; the positive weight is sqrt(negatives / positives), at most 10.
at::Tensor band_loss(const at::Tensor& logits, const at::Tensor& truth, const at::Tensor& where);

// Mean of weight * |difference| over the weights' sum.
at::Tensor weighted_l1(const at::Tensor& image, const at::Tensor& truth, const at::Tensor& weight);

// Least squares (Mao 2017): mean (x - target)^2.
at::Tensor least_squares(const at::Tensor& x, double target);

}  // namespace longview
