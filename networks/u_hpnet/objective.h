// What U-HPNet learns by: KL of the latents, the hardest voxels, GECO, and the heads (networks.md 2.1 and 2.3).
#pragma once

#include "networks/u_hpnet/forecaster.h"

namespace longview::u_hpnet {

// KL(q || p) of two fields of normal distributions in closed form: sum over channels and places, mean over the batch.
at::Tensor divergence(const Gaussian& q, const Gaussian& p);
// Sum over the scales; 0 for none.
at::Tensor divergence(const std::vector<Gaussian>& q, const std::vector<Gaussian>& p);

// Cross-entropy of each voxel from logits of the nodule.
at::Tensor cross_entropy(const at::Tensor& logits, const at::Tensor& mask);

// 1 for `count` places drawn without replacement, each time in proportion to the weights (Gumbel top-k: the largest
// ln w + Gumbel noise), else 0. Weights of 0 are drawn last.
at::Tensor drawn_places(const at::Tensor& weights, std::int64_t count, Draw& draw);

// Generalised ELBO with constrained optimisation (Rezende, Viola 2018): minimises multiplier * constraint + what is
// left, and the multiplier, softplus(w)^2, rises while the constraint is broken.
class Geco {
 public:
  explicit Geco(double rate = 0.01, double decay = 0.99);

  // multiplier * (mean of `reconstruction` so far - allowed): the value from the moving mean, the gradient from this
  // batch. Then w follows the constraint's gradient, a voxel each (ours: `voxels` of them are in `reconstruction`).
  at::Tensor constrained(const at::Tensor& reconstruction, double allowed, double voxels);

  double multiplier() const;                         // 1 at the start, within 1e-4 ... 1e4
  double constraint() const { return constraint_; }  // of the last call, a voxel

  std::string text() const;  // all of its state
  void read(const std::string& text);

 private:
  double rate_, decay_;
  double w_, mean_ = 0, constraint_ = 0;
  bool started_ = false;
};

// What came at the later date.
struct Target {
  at::Tensor mask;       // [N, 1, z, y, x], 0 and 1
  at::Tensor change_mm;  // [N] of the diameter, exact
  at::Tensor classes;    // [N] int64: 0 regress, 1 stable, 2 grow
};

struct LossWeights {
  double classes = 0.5, size = 0.5, consistency = 0.1;
  double share = 0.02;    // of the voxels that are drawn
  double allowed = 0.05;  // kappa: cross-entropy of each of them
};

struct Losses {
  at::Tensor total;
  double reconstruction = 0, divergence = 0;  // a drawn voxel; an instance
  double classes = 0, size = 0, consistency = 0;
};

// Diameter (mm) of the ball (2D: disc) that has the probabilities' sum of voxels, [N].
at::Tensor diameter_of(const at::Tensor& probability, double spacing_mm, int dimensions);

// `class_weights` [3] balance the classes. `elbo` above 0: reconstruction + elbo * divergence instead of GECO
// (networks.md 2.1); without latents: reconstruction and Dice. `spacing_mm` of the cubes.
Losses loss_of(const Forecaster::Trained& trained, const Known& known, const Target& target,
               const at::Tensor& class_weights, const LossWeights& weights, Geco& geco, double elbo, double spacing_mm,
               int dimensions, Draw& draw);

// -ln of a normal density, without its constant: ln s + (x - m)^2 / (2 s^2), mean over the batch.
at::Tensor normal_nll(const at::Tensor& mean, const at::Tensor& log_deviation, const at::Tensor& value);

}  // namespace longview::u_hpnet
