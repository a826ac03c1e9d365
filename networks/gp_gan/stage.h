// One stage of GP-GAN: what it is shown, and how its generator's answer becomes an image and a tumour.
#pragma once

#include <ATen/ATen.h>

#include <optional>

#include "networks/gp_gan/generator.h"

namespace longview::gp_gan {

// The state at one date, all [N, 1, z, y, x]: prepared image, soft tissues, signed distance (mm) to the lesion's
// border; stage 2 also has the distance at an earlier date.
struct State {
  at::Tensor image, white, grey, csf, distance;
  at::Tensor earlier_distance;  // undefined in stage 1
  at::Tensor days_before;       // [N], from the earlier date to this one; undefined in stage 1
};

struct Forecast {
  at::Tensor image;   // [N, 1, z, y, x] prepared, of the date to come
  at::Tensor tumour;  // logits
  at::Tensor added;   // logits minus L0, in logits: what is carried over to another grid
  at::Tensor image_added;
};

// What real pairs of dates change in stage 1: three numbers, all that a handful of patients can teach (ours).
struct Calibration {
  double speed;     // of the border, mm a day at first
  double limit_mm;  // as far as the border moves in the end: what is followed of real patients is treated
  double gain;      // of what the network adds to the tumour's logits
};

// L0 of networks.md 0.4 with w = 1 mm.
at::Tensor border_logits(const at::Tensor& distance);

class Stage {
 public:
  // `number` 1 or 2.
  Stage(int number, std::uint64_t seed);

  // Image, white, grey, csf (each without the tumour's share), tumour, interval; stage 2 also the earlier tumour and
  // the distance extrapolated to the target date (ours), clamped to 20 mm and divided by 10.
  at::Tensor condition(const State& state, const at::Tensor& days) const;

  // Where the border would be if it moved on as it did (stage 2), or as fast as it does on average (stage 1): in a
  // calibrated one limit (1 - exp(-speed days / limit)) mm.
  at::Tensor extrapolated(const State& state, const at::Tensor& days) const;

  // The network's own part for a condition: image and tumour change, without the interval's factor.
  Change change(const at::Tensor& condition, const at::Tensor& days, bool bfloat16, Dropout dropout = nullptr) const;

  // The forecast from both. Zero days give the state's image and L0 exactly.
  Forecast forecast(const State& state, const at::Tensor& days, const Change& change) const;

  // g(tau) of networks.md 0.4, [N, 1, 1, 1, 1].
  at::Tensor interval_factor(const at::Tensor& days) const;

  void calibrate(const std::optional<Calibration>& calibration) { calibration_ = calibration; }

  int number() const { return number_; }
  const Generator& generator() const { return generator_; }
  // The generator's and two of our own: tau0 (years, through softplus) and, in stage 1, the border's mean speed (mm/d).
  const Parameters& parameters() const { return parameters_; }

  // Moves the weights, in place.
  void to(at::Device device);

  // Stage 2 starts from what stage 1 has learned; the weights of the two further channels start at 0. A calibration
  // goes from stage 1 to stage 1.
  void start_from(const Stage& first);

 private:
  int number_;
  Generator generator_;
  at::Tensor raw_time_scale_, speed_;
  std::optional<Calibration> calibration_;
  Parameters parameters_;
};

}  // namespace longview::gp_gan
