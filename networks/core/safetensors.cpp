// The format itself, after the text and the reference reader of huggingface/safetensors (networks.md 0.8).
#include <algorithm>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "imaging/core/failure.h"
#include "networks/core/weights.h"

namespace longview {

namespace {
using nlohmann::json;
constexpr std::uint64_t largest_file = std::uint64_t{2} << 30, largest_header = std::uint64_t{16} << 20;

[[noreturn]] void refuse(const std::string& place, const std::string& why) {
  throw Failure(place + " is no whole safetensors file: " + why + ". Copy or install it again.");
}

// JSON with doubled keys refused, which a parser alone would let pass.
json parsed(std::string_view text, const std::string& place) {
  std::vector<std::set<std::string>> open;
  bool doubled = false;
  const auto watch = [&](int depth, json::parse_event_t event, json& value) {
    if (depth > 8) refuse(place, "its header is nested too deeply");
    if (event == json::parse_event_t::object_start) open.emplace_back();
    if (event == json::parse_event_t::object_end && !open.empty()) open.pop_back();
    if (event == json::parse_event_t::key && !open.empty())
      doubled |= !open.back().insert(value.get<std::string>()).second;
    return true;
  };
  json header = json::parse(text, watch, false);
  if (header.is_discarded() || !header.is_object()) refuse(place, "its header is not a JSON object");
  if (doubled) refuse(place, "a name occurs twice");
  return header;
}

std::uint64_t whole_number(const json& value, const std::string& place) {
  if (!value.is_number_unsigned()) refuse(place, "a shape or offset is not a whole number");
  return value.get<std::uint64_t>();
}

struct Entry {
  std::string name, type;
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0, end = 0;
};

Entry entry_of(const std::string& name, const json& fields, const std::string& place) {
  if (!fields.is_object() || fields.size() != 3 || !fields.contains("dtype") || !fields.contains("shape") ||
      !fields.contains("data_offsets"))
    refuse(place, "the entry " + name + " has not exactly dtype, shape and data_offsets");
  const json &dtype = fields["dtype"], &shape = fields["shape"], &offsets = fields["data_offsets"];
  if (!dtype.is_string() || !shape.is_array() || !offsets.is_array() || offsets.size() != 2)
    refuse(place, "the entry " + name + " is malformed");
  Entry entry{name, dtype.get<std::string>(), {}, whole_number(offsets[0], place), whole_number(offsets[1], place)};
  std::uint64_t bytes = bytes_of_stored(entry.type);
  if (!bytes) refuse(place, "the type " + entry.type + " of " + name + " is not known");
  for (const json& n : shape) {
    const std::uint64_t length = whole_number(n, place);
    if (length > largest_file || (length && bytes > largest_file / length))
      refuse(place, name + " is impossibly large");
    bytes *= length;
    entry.shape.push_back(static_cast<std::int64_t>(length));
  }
  if (entry.begin > entry.end || entry.end - entry.begin != bytes)
    refuse(place, "the size of " + name + " does not agree with its shape");
  return entry;
}
}  // namespace

std::size_t bytes_of_stored(std::string_view type) {
  for (const std::string_view one : {"BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3"})
    if (type == one) return 1;
  for (const std::string_view two : {"I16", "U16", "F16", "BF16"})
    if (type == two) return 2;
  for (const std::string_view four : {"I32", "U32", "F32"})
    if (type == four) return 4;
  for (const std::string_view eight : {"I64", "U64", "F64"})
    if (type == eight) return 8;
  return 0;
}

StoredWeights from_safetensors(std::span<const std::byte> file, const std::string& place) {
  if (file.size() < 8) refuse(place, "it has fewer than 8 bytes");
  if (file.size() > largest_file) refuse(place, "it is larger than 2 GiB");
  std::uint64_t length;
  std::memcpy(&length, file.data(), 8);
  if (length > largest_header) refuse(place, "its header is longer than 16 MiB");
  if (8 + length > file.size()) refuse(place, "it ends within its header");
  const std::string_view text(reinterpret_cast<const char*>(file.data()) + 8, length);
  if (text.empty() || text.front() != '{') refuse(place, "its header does not start with {");
  const json header = parsed(text, place);

  StoredWeights weights;
  std::vector<Entry> entries;
  for (const auto& [name, fields] : header.items()) {
    if (name != "__metadata__") {
      entries.push_back(entry_of(name, fields, place));
      continue;
    }
    if (!fields.is_object()) refuse(place, "its metadata is not an object of texts");
    for (const auto& [key, value] : fields.items()) {
      if (!value.is_string()) refuse(place, "its metadata is not an object of texts");
      weights.metadata[key] = value.get<std::string>();
    }
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
  std::uint64_t at = 0;
  const std::span<const std::byte> buffer = file.subspan(8 + length);
  for (const Entry& entry : entries) {
    if (entry.begin != at) refuse(place, "its tensors leave a gap or overlap");
    if (entry.end > buffer.size()) refuse(place, "it ends within " + entry.name);
    at = entry.end;
    const auto part = buffer.subspan(entry.begin, entry.end - entry.begin);
    weights.tensors.push_back({entry.name, entry.type, entry.shape, {part.begin(), part.end()}});
  }
  if (at != buffer.size()) refuse(place, "bytes follow its last tensor");
  return weights;
}

std::vector<std::byte> to_safetensors(const StoredWeights& weights) {
  std::vector<const StoredTensor*> order;
  for (const StoredTensor& tensor : weights.tensors) order.push_back(&tensor);
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    const std::size_t x = bytes_of_stored(a->type), y = bytes_of_stored(b->type);
    return x != y ? x > y : a->name < b->name;
  });
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!weights.metadata.empty()) header["__metadata__"] = weights.metadata;
  std::uint64_t at = 0;
  for (const StoredTensor* tensor : order) {
    if (header.contains(tensor->name)) throw Failure("Two tensors are called " + tensor->name + ".");
    header[tensor->name] = {
        {"dtype", tensor->type}, {"shape", tensor->shape}, {"data_offsets", {at, at + tensor->bytes.size()}}};
    at += tensor->bytes.size();
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  const std::uint64_t length = text.size();
  std::vector<std::byte> file(8 + length);
  std::memcpy(file.data(), &length, 8);
  std::memcpy(file.data() + 8, text.data(), length);
  for (const StoredTensor* tensor : order) file.insert(file.end(), tensor->bytes.begin(), tensor->bytes.end());
  return file;
}

}  // namespace longview
