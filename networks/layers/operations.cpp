#include "networks/layers/operations.h"

#include <fstream>
#include <string>

namespace longview {

namespace {
thread_local bool defaults = false;
}

DefaultOperations::DefaultOperations() { defaults = true; }
DefaultOperations::~DefaultOperations() { defaults = false; }

at::Tensor convolve(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, Steps stride,
                    Steps padding) {
  constexpr Steps one{1, 1, 1};
  const at::Tensor w = weight.to(x.scalar_type()), b = bias.defined() ? bias.to(x.scalar_type()) : bias;
  if (!defaults && x.is_cpu() && at::globalContext().userEnabledMkldnn())
    return at::mkldnn_convolution(x, w, b, padding, stride, one, 1);
  return at::conv3d(x, w, b, stride, padding, one, 1);
}

at::Tensor instance_norm(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift) {
  const std::int64_t samples = x.size(0), channels = x.size(1);
  const auto spread = [&](const at::Tensor& t) {
    return (t.dim() == 1 ? t.unsqueeze(0).expand({samples, channels}) : t).reshape({samples * channels});
  };
  std::vector<std::int64_t> sizes = x.sizes().vec();
  sizes[0] = 1;
  sizes[1] = samples * channels;
  // A batch norm over N*C channels of one sample is an instance norm (Ulyanov 2016).
  const at::Tensor y =
      at::batch_norm(x.contiguous().view(sizes), spread(scale), spread(shift), {}, {}, true, 0, 1e-5, false);
  return y.view(x.sizes());
}

at::Tensor leaky(const at::Tensor& x) { return at::leaky_relu(x, 0.2); }

at::Tensor twice_as_large(const at::Tensor& x) {
  const at::IntArrayRef size = x.sizes();
  if (defaults) return at::upsample_trilinear3d(x, {size[2] * 2, size[3] * 2, size[4] * 2}, false);
  // Torch's resize is 20 times slower in bfloat16, and 5 times slower with the channels outermost (measured).
  const at::Tensor wide = x.to(at::kFloat).contiguous(at::MemoryFormat::ChannelsLast3d);
  return at::upsample_trilinear3d(wide, {size[2] * 2, size[3] * 2, size[4] * 2}, false)
      .to(x.scalar_type())
      .contiguous();
}

bool bfloat16_is_fast() {
  static const bool fast = [] {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
      if (line.rfind("flags", 0) == 0)
        return line.find("avx512_bf16") != std::string::npos || line.find("amx_bf16") != std::string::npos;
    return false;
  }();
  return fast;
}

}  // namespace longview
