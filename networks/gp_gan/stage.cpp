#include "networks/gp_gan/stage.h"

namespace longview::gp_gan {

namespace {
constexpr double steepest = 8, longest_days = 400, farthest_mm = 40, shown_mm = 20;
constexpr double raw_quarter_year = -1.2587;  // softplus gives 0.25 years
constexpr double first_speed = 0.05;          // mm a day

at::Tensor wide(const at::Tensor& days) { return days.view({-1, 1, 1, 1, 1}); }
}  // namespace

at::Tensor border_logits(const at::Tensor& distance) { return (-distance).clamp(-steepest, steepest); }

Stage::Stage(int number, std::uint64_t seed) : number_(number), generator_(number == 1 ? 6 : 8, seed) {
  parameters_ = generator_.parameters();
  raw_time_scale_ = parameters_.add("time_scale", at::full({1}, raw_quarter_year));
  if (number == 1) speed_ = parameters_.add("speed", at::full({1}, first_speed));
}

at::Tensor Stage::interval_factor(const at::Tensor& days) const {
  return wide(-at::expm1(-days / 365.25 / at::softplus(raw_time_scale_)));
}

at::Tensor Stage::extrapolated(const State& state, const at::Tensor& days) const {
  if (number_ == 1 && calibration_)
    return state.distance +
           calibration_->limit_mm * at::expm1(-wide(days) * calibration_->speed / calibration_->limit_mm);
  if (number_ == 1) return state.distance - wide(days) * speed_;
  const at::Tensor moved = (state.distance - state.earlier_distance) * wide(days / state.days_before.clamp_min(1));
  return state.distance + moved.clamp(-farthest_mm, farthest_mm);
}

at::Tensor Stage::condition(const State& state, const at::Tensor& days) const {
  const at::Tensor tumour = (state.distance < 0).to(at::kFloat), rest = 1 - tumour;
  std::vector<at::Tensor> channels{state.image,
                                   state.white * rest,
                                   state.grey * rest,
                                   state.csf * rest,
                                   tumour,
                                   (wide(days) / longest_days).expand_as(tumour)};
  if (number_ == 2) {
    channels.push_back((state.earlier_distance < 0).to(at::kFloat));
    channels.push_back(extrapolated(state, days).clamp(-shown_mm, shown_mm) / 10);
  }
  return at::cat(channels, 1);
}

Change Stage::change(const at::Tensor& condition, const at::Tensor& days, bool bfloat16, Dropout dropout) const {
  return generator_(condition, days, bfloat16, dropout);
}

Forecast Stage::forecast(const State& state, const at::Tensor& days, const Change& change) const {
  const at::Tensor factor = interval_factor(days), now = border_logits(state.distance);
  Forecast forecast;
  forecast.added = (border_logits(extrapolated(state, days)) - now) +
                   (calibration_ ? calibration_->gain : 1.0) * factor * change.tumour;
  forecast.tumour = now + forecast.added;
  forecast.image_added = factor * change.image;
  forecast.image = (state.image + forecast.image_added).clamp(-1, 1);
  return forecast;
}

void Stage::to(at::Device device) {
  at::NoGradGuard no_gradient;
  for (const auto& [name, tensor] : parameters_.items) tensor.set_data(tensor.to(device));
}

void Stage::start_from(const Stage& first) {
  at::NoGradGuard no_gradient;
  if (number_ == first.number_) calibration_ = first.calibration_;
  for (const auto& [name, tensor] : parameters_.items)
    for (const auto& [other, source] : first.parameters_.items) {
      if (name != other) continue;
      at::Tensor target = tensor;
      if (target.sizes() == source.sizes()) {
        target.copy_(source);
      } else {  // the first convolution has more channels here
        target.zero_();
        target.narrow(1, 0, source.size(1)).copy_(source);
      }
    }
}

}  // namespace longview::gp_gan
