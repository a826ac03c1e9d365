#include "networks/core/weights.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>

#include "imaging/core/failure.h"
#include "networks/core/float16.h"
#include "networks/core/sha256.h"

static_assert(std::endian::native == std::endian::little, "weights are little endian on disk and used as they lie");

namespace longview {

namespace {
std::vector<std::byte> read_whole(const std::filesystem::path& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) throw Failure("The weights " + path.string() + " cannot be read. Install them from a file again.");
  if (size > (std::uintmax_t{2} << 30)) throw Failure(path.string() + " is larger than 2 GiB: no weights of ours.");
  std::vector<std::byte> bytes(size);
  std::ifstream file(path, std::ios::binary);
  if (!file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size)) && size)
    throw Failure("The weights " + path.string() + " could not be read to their end.");
  return bytes;
}

std::size_t product(const std::vector<std::int64_t>& shape) {
  std::size_t count = 1;
  for (const std::int64_t n : shape) count *= static_cast<std::size_t>(n);
  return count;
}
}  // namespace

void write_weights(const std::filesystem::path& path, const StoredWeights& weights) {
  const auto bytes = to_safetensors(weights);
  std::filesystem::path beside = path;
  beside += ".part";
  {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    file.flush();
    if (!file) throw Failure(beside.string() + " could not be written. Is the folder there, and the disk not full?");
  }
  std::error_code error;
  std::filesystem::rename(beside, path, error);
  if (error) throw Failure(path.string() + " could not be put in place: " + error.message() + ".");
}

StoredWeights read_weights(const std::filesystem::path& path, const std::string& hash) {
  const auto bytes = read_whole(path);
  if (!hash.empty() && sha256(std::span(bytes)) != hash)
    throw Failure("The weights " + path.string() +
                  " are not the ones that their card names (SHA-256 differs). Install both again.");
  return from_safetensors(bytes, path.string());
}

StoredTensor store(std::string name, std::vector<std::int64_t> shape, std::span<const float> values,
                   std::string_view type) {
  if (product(shape) != values.size()) throw Failure("The weights " + name + " do not have the shape they claim.");
  StoredTensor tensor{std::move(name), std::string(type), std::move(shape), {}};
  tensor.bytes.resize(values.size() * bytes_of_stored(type));
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) throw Failure("The weights " + tensor.name + " hold a value that is no number.");
    if (type == "F16") {
      const std::uint16_t half = half_from(values[i]);
      std::memcpy(tensor.bytes.data() + 2 * i, &half, 2);
    } else if (type == "F32") {
      std::memcpy(tensor.bytes.data() + 4 * i, &values[i], 4);
    } else {
      throw Failure("Weights are stored as F16 or F32, not " + std::string(type) + ".");
    }
  }
  return tensor;
}

std::vector<float> values_of(const StoredTensor& tensor) {
  std::vector<float> values(product(tensor.shape));
  if (tensor.type != "F16" && tensor.type != "F32")
    throw Failure("The weights " + tensor.name + " are stored as " + tensor.type + ", not as F16 or F32.");
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (tensor.type == "F16") {
      std::uint16_t half;
      std::memcpy(&half, tensor.bytes.data() + 2 * i, 2);
      values[i] = float_from(half);
    } else {
      std::memcpy(&values[i], tensor.bytes.data() + 4 * i, 4);
    }
    if (!std::isfinite(values[i])) throw Failure("The weights " + tensor.name + " hold a value that is no number.");
  }
  return values;
}

const StoredTensor& tensor_named(const StoredWeights& weights, const std::string& name,
                                 const std::vector<std::int64_t>& shape) {
  const auto found = std::find_if(weights.tensors.begin(), weights.tensors.end(),
                                  [&](const StoredTensor& tensor) { return tensor.name == name; });
  if (found == weights.tensors.end())
    throw Failure("The weights have no tensor " + name + ": they are of another network.");
  if (found->shape != shape)
    throw Failure("The tensor " + name + " has another shape than this network: the weights are of another one.");
  return *found;
}

}  // namespace longview
