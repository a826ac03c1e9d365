#include "imaging/reading/metaimage.h"

#include <map>

#include "imaging/core/failure.h"
#include "imaging/reading/text_header.h"

namespace longview {
namespace {

using Fields = std::map<std::string, std::string>;

StoredType type_of(const std::string& name, const std::string& where) {
  static const std::map<std::string, StoredType> types{
      {"MET_UCHAR", StoredType::u8},      {"MET_CHAR", StoredType::i8},   {"MET_USHORT", StoredType::u16},
      {"MET_SHORT", StoredType::i16},     {"MET_UINT", StoredType::u32},  {"MET_INT", StoredType::i32},
      {"MET_ULONG", StoredType::u32},     {"MET_LONG", StoredType::i32},  {"MET_ULONG_LONG", StoredType::u64},
      {"MET_LONG_LONG", StoredType::i64}, {"MET_FLOAT", StoredType::f32}, {"MET_DOUBLE", StoredType::f64}};
  const auto type = types.find(name);
  if (type == types.end()) throw Failure(where + " has voxels of type " + name + ", which cannot be read here.");
  return type->second;
}

std::vector<double> numbers(const Fields& fields, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const auto field = fields.find(name); field != fields.end()) return numbers_in(field->second);
  return {};
}

bool yes(const Fields& fields, const char* name) {
  const auto field = fields.find(name);
  return field != fields.end() && lower(field->second) == "true";
}

std::string text(const Fields& fields, const char* name) {
  const auto field = fields.find(name);
  return field == fields.end() ? std::string() : field->second;
}

// metaImage documentation: the rows of TransformMatrix are the directions of the index axes.
void set_place(const Fields& fields, std::size_t axes, RawImage& image, const std::string& where) {
  auto spacing = numbers(fields, {"ElementSpacing", "ElementSize"});
  auto offset = numbers(fields, {"Offset", "Position", "Origin"});
  auto matrix = numbers(fields, {"TransformMatrix", "Rotation", "Orientation"});
  image.placed = !offset.empty() || !matrix.empty();
  if (spacing.empty()) spacing.assign(axes, 1.0);
  if (offset.empty()) offset.assign(axes, 0.0);
  if (spacing.size() < axes || offset.size() < axes || (!matrix.empty() && matrix.size() != axes * axes))
    throw Failure(where + " has a spacing, offset or matrix that does not fit its number of axes.");
  for (std::size_t c = 0; c < 3; ++c)
    for (std::size_t r = 0; r < 3; ++r) {
      const bool given = r < axes && c < axes;
      const double cosine = given && !matrix.empty() ? matrix[axes * c + r] : r == c ? 1.0 : 0.0;
      image.to_lps.linear[3 * r + c] = cosine * (c < axes ? spacing[c] : 1.0);
    }
  for (std::size_t r = 0; r < 3; ++r) image.to_lps.offset[r] = r < axes ? offset[r] : 0.0;
}

}  // namespace

RawImage read_metaimage_header(const std::filesystem::path& file) {
  const std::string where = "The file " + file.string();
  const auto lines = header_lines(file, [](const std::string& line) { return line.rfind("ElementDataFile", 0) == 0; });
  Fields fields;
  for (const auto& line : lines)
    if (const auto equals = line.text.find('='); equals != std::string::npos)
      fields[trimmed(line.text.substr(0, equals))] = trimmed(line.text.substr(equals + 1));
  const std::string data = text(fields, "ElementDataFile");
  const auto size = numbers(fields, {"DimSize"});
  if (data.empty() || size.empty()) throw Failure(where + " is named as MetaImage but has no such header.");
  RawImage image;
  image.file = file;
  image.format = "MetaImage";
  for (std::size_t i = 0; i < size.size(); ++i) {
    if (!(size[i] >= 1 && size[i] <= 65535))
      throw Failure(where + " declares a size of " + std::to_string(size[i]) + ".");
    if (i < 3)
      image.size[i] = static_cast<int>(size[i]);
    else
      image.volumes *= static_cast<std::size_t>(size[i]);
  }
  if (const auto channels = numbers(fields, {"ElementNumberOfChannels"}); !channels.empty() && channels[0] != 1)
    throw Failure(where + " has several values a voxel; only one can be read.");
  image.type = type_of(text(fields, "ElementType"), where);
  image.swapped = yes(fields, "BinaryDataByteOrderMSB") || yes(fields, "ElementByteOrderMSB");
  image.packing = yes(fields, "CompressedData") ? Packing::stream : Packing::none;
  if (lower(text(fields, "BinaryData")) == "false")
    throw Failure(where + " holds its voxels as text, which is not read here.");
  if (data == "LIST" || data.find('%') != std::string::npos)
    throw Failure(where + " has its voxels in many files, which is not read here.");
  const bool local = lower(data) == "local";
  image.data_file = local ? file : file.parent_path() / data;
  image.data_offset = local ? lines.back().end : 0;
  if (const auto skip = numbers(fields, {"HeaderSize"}); !local && !skip.empty() && skip[0] > 0)
    image.data_offset = static_cast<std::uint64_t>(skip[0]);
  set_place(fields, std::min<std::size_t>(size.size(), 3) == 3 && size.size() == 3 ? 3 : size.size(), image, where);
  return image;
}

}  // namespace longview
