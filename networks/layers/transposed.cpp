#include <torch/autograd.h>

#include "networks/layers/operations.h"

namespace longview {

namespace {
constexpr Steps one{1, 1, 1}, none{0, 0, 0};

// Torch 1.13 makes transposed convolutions without oneDNN. They are the gradient of a convolution with regard to its
// input, and that goes there (stack.md 4.5).
at::Tensor input_gradient(const at::Tensor& x, const at::Tensor& weight, at::IntArrayRef size, Steps stride,
                          Steps padding) {
  const at::Tensor shape = at::empty({1}, x.options()).expand(size);
  return std::get<0>(at::convolution_backward(x, shape, weight, c10::nullopt, stride, padding, one, false, none, 1,
                                              {true, false, false}));
}

class Transposed : public torch::autograd::Function<Transposed> {
 public:
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x, const at::Tensor& weight,
                            std::vector<std::int64_t> size, std::vector<std::int64_t> stride,
                            std::vector<std::int64_t> padding) {
    context->save_for_backward({x, weight});
    context->saved_data["stride"] = stride;
    context->saved_data["padding"] = padding;
    return input_gradient(x, weight, size, {stride[0], stride[1], stride[2]}, {padding[0], padding[1], padding[2]});
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const at::Tensor &x = saved[0], &weight = saved[1], gradient = gradients[0].contiguous();
    const auto stride = context->saved_data["stride"].toIntVector();
    const auto padding = context->saved_data["padding"].toIntVector();
    const at::Tensor for_x = at::convolution(gradient, weight, {}, stride, padding, one, false, none, 1);
    const at::Tensor for_weight = std::get<1>(at::convolution_backward(
        x, gradient, weight, c10::nullopt, stride, padding, one, false, none, 1, {false, true, false}));
    return {for_x, for_weight, {}, {}, {}};
  }
};
}  // namespace

at::Tensor convolve_transposed(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, Steps stride,
                               Steps padding, Steps more) {
  std::vector<std::int64_t> size{x.size(0), weight.size(1)};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto at = static_cast<std::int64_t>(axis) + 2;
    size.push_back((x.size(at) - 1) * stride[axis] - 2 * padding[axis] + weight.size(at) + more[axis]);
  }
  const at::Tensor y = Transposed::apply(x.contiguous(), weight.to(x.scalar_type()), size,
                                         std::vector<std::int64_t>(stride.begin(), stride.end()),
                                         std::vector<std::int64_t>(padding.begin(), padding.end()));
  return y + bias.to(x.scalar_type()).view({1, -1, 1, 1, 1});
}

at::Tensor max_pool(const at::Tensor& x, Steps kernel, Steps stride, Steps padding) {
  if (x.scalar_type() != at::kBFloat16) return at::max_pool3d(x, kernel, stride, padding);
  return at::max_pool3d(x.to(at::kFloat), kernel, stride, padding).to(at::kBFloat16);
}

}  // namespace longview
