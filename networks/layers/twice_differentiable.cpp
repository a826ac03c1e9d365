#include "networks/layers/twice_differentiable.h"

#include <torch/autograd.h>

namespace longview {

namespace {
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr Steps one{1, 1, 1}, none{0, 0, 0};

at::Tensor forwards(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, at::IntArrayRef padding) {
  if (x.scalar_type() != at::kFloat) return at::conv3d(x, weight, bias, one, padding);
  return at::mkldnn_convolution(x.contiguous(), weight, bias, padding, one, one, 1);
}

at::Tensor to_input(const at::Tensor& gradient, const at::Tensor& weight, at::IntArrayRef size,
                    at::IntArrayRef padding) {
  const at::Tensor shape = at::empty({1}, gradient.options()).expand(size);
  return std::get<0>(at::convolution_backward(gradient.contiguous(), shape, weight, c10::nullopt, one, padding, one,
                                              false, none, 1, {true, false, false}));
}

at::Tensor to_weight(const at::Tensor& x, const at::Tensor& gradient, const at::Tensor& weight,
                     at::IntArrayRef padding) {
  return std::get<1>(at::convolution_backward(gradient.contiguous(), x.contiguous(), weight, c10::nullopt, one, padding,
                                              one, false, none, 1, {false, true, false}));
}

// The gradient with regard to the input, as a function of the output's gradient and the weight: linear in both.
class InputGradient : public Function<InputGradient> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& gradient, const at::Tensor& weight,
                            std::vector<std::int64_t> size, std::vector<std::int64_t> padding) {
    context->save_for_backward({gradient, weight});
    context->saved_data["padding"] = padding;
    return to_input(gradient, weight, size, padding);
  }

  static variable_list backward(AutogradContext* context, variable_list upper) {
    const auto saved = context->get_saved_variables();
    const auto padding = context->saved_data["padding"].toIntVector();
    at::Tensor for_gradient, for_weight;
    if (context->needs_input_grad(0)) for_gradient = forwards(upper[0], saved[1], {}, padding);
    if (context->needs_input_grad(1)) for_weight = to_weight(upper[0], saved[0], saved[1], padding);
    return {for_gradient, for_weight, {}, {}};
  }
};

class Twice : public Function<Twice> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight,
                            const at::Tensor& bias, std::vector<std::int64_t> padding) {
    context->save_for_backward({x, weight});
    context->saved_data["padding"] = padding;
    return forwards(x, weight, bias, padding);
  }

  static variable_list backward(AutogradContext* context, variable_list upper) {
    const auto saved = context->get_saved_variables();
    const auto padding = context->saved_data["padding"].toIntVector();
    at::Tensor for_x, for_weight, for_bias;
    if (context->needs_input_grad(0)) for_x = InputGradient::apply(upper[0], saved[1], saved[0].sizes().vec(), padding);
    if (context->needs_input_grad(1)) for_weight = to_weight(saved[0], upper[0], saved[1], padding);
    if (context->needs_input_grad(2)) for_bias = upper[0].sum({0, 2, 3, 4});
    return {for_x, for_weight, for_bias, {}};
  }
};
}  // namespace

at::Tensor convolve_twice_differentiable(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                                         Steps padding) {
  return Twice::apply(x, weight, bias, std::vector<std::int64_t>(padding.begin(), padding.end()));
}

}  // namespace longview
