#include "imaging/reading/nrrd.h"

#include <map>
#include <sstream>

#include "imaging/core/failure.h"
#include "imaging/reading/text_header.h"

namespace longview {
namespace {

using Fields = std::map<std::string, std::string>;

StoredType type_of(const std::string& name, const std::string& where) {
  static const std::map<std::string, StoredType> types{
      {"signed char", StoredType::i8},   {"int8", StoredType::i8},
      {"int8_t", StoredType::i8},        {"uchar", StoredType::u8},
      {"unsigned char", StoredType::u8}, {"uint8", StoredType::u8},
      {"uint8_t", StoredType::u8},       {"short", StoredType::i16},
      {"short int", StoredType::i16},    {"signed short", StoredType::i16},
      {"int16", StoredType::i16},        {"int16_t", StoredType::i16},
      {"ushort", StoredType::u16},       {"unsigned short", StoredType::u16},
      {"uint16", StoredType::u16},       {"uint16_t", StoredType::u16},
      {"int", StoredType::i32},          {"signed int", StoredType::i32},
      {"int32", StoredType::i32},        {"int32_t", StoredType::i32},
      {"uint", StoredType::u32},         {"unsigned int", StoredType::u32},
      {"uint32", StoredType::u32},       {"uint32_t", StoredType::u32},
      {"longlong", StoredType::i64},     {"long long", StoredType::i64},
      {"int64", StoredType::i64},        {"int64_t", StoredType::i64},
      {"ulonglong", StoredType::u64},    {"unsigned long long", StoredType::u64},
      {"uint64", StoredType::u64},       {"uint64_t", StoredType::u64},
      {"float", StoredType::f32},        {"double", StoredType::f64}};
  const auto type = types.find(lower(name));
  if (type == types.end()) throw Failure(where + " has voxels of type " + name + ", which cannot be read here.");
  return type->second;
}

// The vectors of "space directions", "none" left out.
std::vector<std::vector<double>> vectors_in(const std::string& text) {
  std::vector<std::vector<double>> vectors;
  std::istringstream words(text);
  for (std::string part; std::getline(words, part, '(');)
    if (const auto close = part.find(')'); close != std::string::npos)
      vectors.push_back(numbers_in(part.substr(0, close)));
  return vectors;
}

// What turns the header's space into LPS.
Vec3 signs_of(const std::string& space, RawImage& image) {
  const std::string name = lower(space);
  if (name == "left-posterior-superior" || name == "lps") return {1, 1, 1};
  if (name == "right-anterior-superior" || name == "ras") return {-1, -1, 1};
  if (name == "left-anterior-superior" || name == "las") return {1, -1, 1};
  image.placed = false;
  image.oddities.push_back("The NRRD header names no patient space: left and right are not known.");
  return {1, 1, 1};
}

void set_place(const Fields& fields, std::size_t axes, RawImage& image, const std::string& where) {
  const auto field = [&](const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
  };
  const Vec3 signs = signs_of(field("space"), image);
  const auto directions = vectors_in(field("space directions"));
  const auto spacings = numbers_in(field("spacings"));
  for (std::size_t c = 0; c < 3 && c < axes; ++c) {
    if (directions.size() == axes && axes <= 3) {
      if (directions[c].size() != 3) throw Failure(where + " has space directions that are not three-dimensional.");
      for (std::size_t r = 0; r < 3; ++r) image.to_lps.linear[3 * r + c] = signs[r] * directions[c][r];
    } else if (spacings.size() == axes && spacings[c] > 0) {
      image.to_lps.linear[4 * c] = spacings[c];
    }
  }
  if (const auto origin = numbers_in(field("space origin")); origin.size() == 3)
    for (std::size_t r = 0; r < 3; ++r) image.to_lps.offset[r] = signs[r] * origin[r];
}

Packing packing_of(const std::string& encoding, const std::string& where) {
  const std::string name = lower(encoding);
  if (name == "raw") return Packing::none;
  if (name == "gzip" || name == "gz") return Packing::stream;
  throw Failure(where + " is encoded as " + encoding + ", which is not read here; raw and gzip are.");
}

Fields fields_of(const std::vector<HeaderLine>& lines) {
  Fields fields;
  for (const auto& line : lines)
    if (const auto colon = line.text.find(": "); colon != std::string::npos && line.text[0] != '#')
      fields[lower(trimmed(line.text.substr(0, colon)))] = trimmed(line.text.substr(colon + 2));
  return fields;
}

}  // namespace

RawImage read_nrrd_header(const std::filesystem::path& file) {
  const std::string where = "The file " + file.string();
  const auto lines = header_lines(file, [](const std::string& line) { return line.empty(); });
  if (lines.empty() || lines[0].text.rfind("NRRD", 0) != 0)
    throw Failure(where + " is named as NRRD but holds something else.");
  const Fields fields = fields_of(lines);
  const auto field = [&](const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
  };
  const auto size = numbers_in(field("sizes"));
  if (size.empty()) throw Failure(where + " declares no sizes.");
  if (size.size() > 3) throw Failure(where + " has " + std::to_string(size.size()) + " axes; only three can be read.");
  RawImage image;
  image.file = file;
  image.format = "NRRD";
  for (std::size_t i = 0; i < size.size(); ++i) {
    if (!(size[i] >= 1 && size[i] <= 65535))
      throw Failure(where + " declares a size of " + std::to_string(size[i]) + ".");
    image.size[i] = static_cast<int>(size[i]);
  }
  image.type = type_of(field("type"), where);
  image.swapped = lower(field("endian")) == "big";
  image.packing = packing_of(field("encoding"), where);
  std::string data = field("data file").empty() ? field("datafile") : field("data file");
  if (data.rfind("LIST", 0) == 0 || data.find('%') != std::string::npos)
    throw Failure(where + " has its voxels in many files, which is not read here.");
  image.data_file = data.empty() ? file : file.parent_path() / data;
  image.data_offset = data.empty() ? lines.back().end : 0;
  set_place(fields, size.size(), image, where);
  return image;
}

}  // namespace longview
