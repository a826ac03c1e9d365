#include "networks/core/private/tensor.h"

#include "imaging/core/failure.h"

namespace longview {

at::Tensor tensor_of(const Volume& volume) {
  const Volume whole = as_float(volume);
  const auto voxels = voxels_of<float>(whole);
  const std::array<std::int64_t, 3> sizes{whole.grid.size[2], whole.grid.size[1], whole.grid.size[0]};
  // The deleter's copy keeps the voxels as long as any view of them lives.
  return at::from_blob(
      const_cast<float*>(voxels.data()), sizes, [keep = whole.voxels](void*) { (void)keep; },
      at::TensorOptions(at::kFloat));
}

Volume volume_of(const at::Tensor& tensor, const Grid& grid, std::string unit) {
  const auto held = std::make_shared<at::Tensor>(tensor.detach().to(at::kCPU, at::kFloat).contiguous());
  if (held->dim() != 3 || held->size(0) != grid.size[2] || held->size(1) != grid.size[1] ||
      held->size(2) != grid.size[0])
    throw Failure("A network's result does not have the size of its grid.");
  return {grid, std::shared_ptr<const void>(held, held->data_ptr<float>()), VoxelType::f32, std::move(unit)};
}

}  // namespace longview
