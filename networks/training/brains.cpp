#include "networks/training/brains.h"

#include <cmath>
#include <cstring>

#include "imaging/core/failure.h"
#include "imaging/core/transform.h"
#include "imaging/preparation/tissue_maps.h"
#include "networks/core/private/tensor.h"
#include "networks/core/sha256.h"
#include "networks/core/weights.h"

namespace longview {

namespace {
StoredTensor bytes_of(const std::string& name, const at::Tensor& tensor) {
  const at::Tensor whole = tensor.contiguous();
  StoredTensor stored{name, "U8", whole.sizes().vec(), {}};
  stored.bytes.resize(static_cast<std::size_t>(whole.numel()));
  std::memcpy(stored.bytes.data(), whole.data_ptr<std::uint8_t>(), stored.bytes.size());
  return stored;
}

at::Tensor tensor_from(const StoredWeights& file, const std::string& name) {
  for (const StoredTensor& stored : file.tensors)
    if (stored.name == name && stored.type == "U8" && stored.shape.size() == 3) {
      at::Tensor tensor = at::empty(stored.shape, at::kByte);
      std::memcpy(tensor.data_ptr<std::uint8_t>(), stored.bytes.data(), stored.bytes.size());
      return tensor;
    }
  throw Failure("A stored brain lacks " + name + ". Delete it: it is made again.");
}
at::Tensor bytes(const Volume& volume, double scale) {
  return tensor_of(volume).mul(scale).round().clamp(0, 255).to(at::kByte);
}
}  // namespace

TrainingBrain training_brain(const Volume& image, const Volume& brain, const Volume& labels, const Progress& progress) {
  const TissueMaps tissues = tissue_maps(image, brain, {}, progress);
  TrainingBrain made;
  made.image = bytes(image, 255);
  made.mask = bytes(as_float(brain), 1);
  made.grey = bytes(tissues.grey, 255);
  made.white = bytes(tissues.white, 255);
  made.labels = labels.voxels ? bytes(as_float(labels), 1) : at::zeros_like(made.mask);
  return made;
}

void write_brain(const std::filesystem::path& path, const TrainingBrain& brain) {
  StoredWeights file;
  file.metadata = {
      {"patient", brain.patient}, {"age_years", std::to_string(brain.age_years)}, {"sex", brain.female ? "F" : "M"}};
  file.tensors = {bytes_of("image", brain.image), bytes_of("mask", brain.mask), bytes_of("grey", brain.grey),
                  bytes_of("white", brain.white), bytes_of("labels", brain.labels)};
  write_weights(path, file);
}

TrainingBrain read_brain(const std::filesystem::path& path) {
  const StoredWeights file = read_weights(path);
  try {
    return {file.metadata.at("patient"),    std::stod(file.metadata.at("age_years")),
            file.metadata.at("sex") == "F", tensor_from(file, "image"),
            tensor_from(file, "mask"),      tensor_from(file, "grey"),
            tensor_from(file, "white"),     tensor_from(file, "labels")};
  } catch (const std::logic_error&) {
    throw Failure("The stored brain " + path.string() + " does not say whose it is. Delete it: it is made again.");
  }
}

std::string anonymous_key(const std::string& patient) { return sha256(std::string_view(patient)).substr(0, 12); }

std::vector<at::Tensor> jittered(const std::vector<at::Tensor>& all, const Jitter& jitter, Draw& draw,
                                 const at::Tensor& displacement) {
  const double turn = jitter.degrees * M_PI / 180;
  const Affine turned = rigid({turn * draw.uniform(-1, 1), turn * draw.uniform(-1, 1), turn * draw.uniform(-1, 1)}, {});
  const double scale = 1 + jitter.scale * draw.uniform(-1, 1);
  const bool mirrored = jitter.mirror && draw.chance(0.5);
  const at::Tensor& first = all.front();
  const double half[] = {first.size(4) / 2.0, first.size(3) / 2.0, first.size(2) / 2.0};  // x, y, z in voxels
  at::Tensor theta = at::zeros({1, 3, 4});
  auto t = theta.accessor<float, 3>();
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      const double sign = mirrored && column == 0 ? -1 : 1;
      t[0][row][column] = static_cast<float>(sign * scale * turned.linear[static_cast<std::size_t>(3 * row + column)] *
                                             half[column] / half[row]);
    }
    t[0][row][3] = static_cast<float>(jitter.shift_voxels * draw.uniform(-1, 1) / half[row]);
  }
  at::Tensor places = at::affine_grid_generator(theta, {1, 1, first.size(2), first.size(3), first.size(4)}, false);
  if (displacement.defined())
    places = places + at::grid_sampler(displacement, places, 0, 1, false).permute({0, 2, 3, 4, 1}) /
                          at::tensor({half[0], half[1], half[2]}, at::kFloat);
  std::vector<at::Tensor> moved;
  for (const at::Tensor& each : all) moved.push_back(at::grid_sampler(each, places, 0, 0, false));
  return moved;
}

}  // namespace longview
