// U-HPNet as it is used: the hierarchy with the interval and heads for growth and size (networks.md 2.3).
#pragma once

#include <map>

#include "networks/layers/interval.h"
#include "networks/u_hpnet/hierarchy.h"

namespace longview::u_hpnet {

// What is known at the first date. In 2D the slice through the nodule's middle.
struct Known {
  at::Tensor image;        // [N, 1, z, y, x] CT, -1000 ... 400 HU as 0 ... 1
  at::Tensor distance;     // [N, 1, z, y, x] mm to the nodule's border, negative inside
  at::Tensor days;         // [N] to the date that is asked for
  at::Tensor diameter_mm;  // [N] of the ball (2D: the disc) as large as the nodule
};

// Of the nodule at the date that is asked for, a sample each.
struct Sampled {
  at::Tensor added;     // [N, 1, z, y, x] logits beside those of the first date
  at::Tensor logits;    // of the nodule: those of the first date and what is added
  at::Tensor features;  // [N, 325 in 3D] what the heads read
};

struct Heads {
  at::Tensor change_mm;      // [N] mean change of the diameter
  at::Tensor log_deviation;  // [N] and its deviation's logarithm (mm)
  at::Tensor classes;        // [N, 3] logits: regress, stable, grow
};

// The prior's encoder outputs for one patient or batch: read once, sampled many times.
struct Read {
  std::vector<at::Tensor> encoded;
  at::Tensor hidden;  // of the interval, [N, 64]
};

class Forecaster {
 public:
  Forecaster(const Architecture&, std::uint64_t seed);

  Read read(const Known& known, bool bfloat16 = false) const;
  // Samples from the prior. What was read of one may be sampled `count` times at once.
  Sampled sample(const Read& read, const Known& known, const Choices& choices, Draw& noise,
                 std::int64_t count = 1) const;
  // `dropout` draws one mask for the hidden layers (share 0.2), the same for all N; null: none.
  Heads heads(const at::Tensor& features, Draw* dropout = nullptr) const;

  // One pass of training: latents from the posterior, which sees the mask that came, [N, 1, z, y, x] of 0 and 1.
  struct Trained {
    Sampled sampled;
    Heads heads;
    std::vector<Gaussian> prior, posterior;
  };
  Trained train(const Known& known, const at::Tensor& mask, bool bfloat16, Draw& noise) const;

  // L0 of networks.md 0.4 with w = 1 mm.
  static at::Tensor border_logits(const at::Tensor& distance);
  // g(tau) = 1 - exp(-tau / tau0), [N, 1, 1, 1, 1]: 0 at zero days, so that the nodule stays bit for bit.
  at::Tensor interval_factor(const at::Tensor& days) const;

  const Hierarchy& hierarchy() const { return hierarchy_; }
  // The hierarchy's, the interval's, the heads' and tau0.
  const Parameters& parameters() const { return parameters_; }
  // By part: "prior", "posterior", "stitching", "interval" (MLP), "film" (of the prior's side), "posterior_film",
  // "heads".
  std::map<std::string, std::int64_t> counts() const;

 private:
  at::Tensor input(const Known& known) const;
  Sampled finish(const Read& read, const Known& known, Decoded& decoded) const;

  Hierarchy hierarchy_;
  Parameters parameters_;
  IntervalFilm film_;  // the prior's levels, then the posterior's
  Linear first_, second_, size_, classes_;
  at::Tensor raw_time_scale_;
};

}  // namespace longview::u_hpnet
