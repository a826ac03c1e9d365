// Cases on disk, so that each is simulated once.
#include <cstring>

#include "imaging/core/failure.h"
#include "networks/core/weights.h"
#include "networks/u_hpnet/nodule_case.h"

namespace longview::u_hpnet {

namespace {
constexpr std::size_t voxels = static_cast<std::size_t>(crop_size) * crop_size * crop_size;

template <class T>
StoredTensor raw(std::string name, const char* type, const std::vector<T>& values) {
  StoredTensor tensor{std::move(name), type, {static_cast<std::int64_t>(values.size())}, {}};
  tensor.bytes.resize(values.size() * sizeof(T));
  std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
  return tensor;
}

template <class T>
std::vector<T> values(const StoredWeights& file, const std::string& name, std::size_t count) {
  const StoredTensor& tensor = tensor_named(file, name, {static_cast<std::int64_t>(count)});
  if (bytes_of_stored(tensor.type) != sizeof(T)) throw Failure(name + " has another type.");
  std::vector<T> out(count);
  std::memcpy(out.data(), tensor.bytes.data(), tensor.bytes.size());
  return out;
}

std::string at_date(const char* what, std::size_t date) { return what + ("." + std::to_string(date)); }

NoduleCase case_from(const StoredWeights& file) {
  NoduleCase one;
  one.anatomy = file.metadata.at("anatomy");
  one.type = std::stoi(file.metadata.at("type"));
  one.malignant = file.metadata.at("malignant") == "yes";
  const auto dates = static_cast<std::size_t>(std::stoul(file.metadata.at("dates")));
  one.days = values<double>(file, "days", dates);
  one.volumes_mm3 = values<double>(file, "volumes", dates);
  for (std::size_t i = 0; i < dates; ++i) {
    one.ct.push_back(values<std::uint8_t>(file, at_date("ct", i), voxels));
    one.outlines.emplace_back();
    for (std::size_t r = 0; r < readers; ++r)
      one.outlines[i][r] = values<std::uint8_t>(file, at_date("outline", i) + "." + std::to_string(r), voxels / 8);
  }
  return one;
}
}  // namespace

std::vector<std::uint8_t> packed_bits(const Volume& mask) {
  const auto inside = voxels_of<std::uint8_t>(mask);
  std::vector<std::uint8_t> bits((inside.size() + 7) / 8, 0);
  for (std::size_t n = 0; n < inside.size(); ++n)
    if (inside[n]) bits[n / 8] = static_cast<std::uint8_t>(bits[n / 8] | (1u << (n % 8)));
  return bits;
}

Volume unpacked_bits(const std::vector<std::uint8_t>& bits) {
  std::vector<std::uint8_t> inside(voxels);
  for (std::size_t n = 0; n < voxels; ++n) inside[n] = (bits[n / 8] >> (n % 8)) & 1u;
  return make_volume(crop_grid({0, 0, 0}), std::move(inside));
}

void write_case(const std::filesystem::path& path, const NoduleCase& one) {
  StoredWeights file;
  file.metadata = {{"anatomy", one.anatomy},
                   {"type", std::to_string(one.type)},
                   {"malignant", one.malignant ? "yes" : "no"},
                   {"dates", std::to_string(one.days.size())}};
  file.tensors.push_back(raw("days", "F64", one.days));
  file.tensors.push_back(raw("volumes", "F64", one.volumes_mm3));
  for (std::size_t i = 0; i < one.days.size(); ++i) {
    file.tensors.push_back(raw(at_date("ct", i), "U8", one.ct[i]));
    for (std::size_t r = 0; r < readers; ++r)
      file.tensors.push_back(raw(at_date("outline", i) + "." + std::to_string(r), "U8", one.outlines[i][r]));
  }
  write_weights(path, file);
}

NoduleCase read_case(const std::filesystem::path& path) {
  const std::string way_out = path.string() + " is no nodule that this training has kept. Delete it: it is made again.";
  try {
    return case_from(read_weights(path));
  } catch (const Failure& failure) {
    throw Failure(failure, way_out);
  } catch (const std::exception&) {  // a key or a number that is none
    throw Failure(way_out);
  }
}

}  // namespace longview::u_hpnet
