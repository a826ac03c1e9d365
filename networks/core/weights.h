// Named tensors in a file: safetensors, byte for byte (networks.md 0.8). Nothing in such a file is ever executed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace longview {

struct StoredTensor {
  std::string name;
  std::string type;                 // "F16", "F32", "I64", ...: safetensors' names
  std::vector<std::int64_t> shape;  // row-major, outermost first; empty for a scalar
  std::vector<std::byte> bytes;     // little endian, C order
};

struct StoredWeights {
  std::vector<StoredTensor> tensors;
  std::map<std::string, std::string> metadata;
};

// Bytes of one value; 0 for a type that is not known here.
std::size_t bytes_of_stored(std::string_view type);

// As the reference writer does it: by alignment, then name; the header padded with spaces to a multiple of 8.
std::vector<std::byte> to_safetensors(const StoredWeights&);
// Throws Failure, naming `place`, for anything that the reference reader refuses, for files over 2 GiB, headers over
// 16 MiB and doubled names.
StoredWeights from_safetensors(std::span<const std::byte> file, const std::string& place);

// To a file beside first, then renamed: a full disk or a crash leaves the old one whole. Throws Failure.
void write_weights(const std::filesystem::path&, const StoredWeights&);
// Throws Failure, also where `sha256` is given and the file's is another.
StoredWeights read_weights(const std::filesystem::path&, const std::string& sha256 = {});

// A float tensor stored as "F16" or "F32", and back. Throws Failure for other types and for NaN or infinity.
StoredTensor store(std::string name, std::vector<std::int64_t> shape, std::span<const float> values,
                   std::string_view type = "F16");
std::vector<float> values_of(const StoredTensor&);

// The tensor of that name. Throws Failure if there is none, or of another shape.
const StoredTensor& tensor_named(const StoredWeights&, const std::string& name, const std::vector<std::int64_t>& shape);

}  // namespace longview
