#include "imaging/reading/dicom_layout.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "imaging/core/failure.h"
#include "imaging/reading/byte_source.h"
#include "imaging/reading/voxel_buffer.h"

namespace longview {
namespace {

constexpr std::uint32_t undefined = 0xFFFFFFFF;
constexpr int most_nesting = 32;
constexpr std::size_t most_deflated = std::size_t{2} << 30;

struct Encoding {
  bool explicit_vr = true;
  bool big_endian = false;
};

struct Element {
  std::uint16_t group = 0, number = 0;
  std::array<char, 2> vr{};
  std::uint32_t length = 0;
  std::uint64_t value = 0;  // offset
  std::uint32_t tag() const { return (std::uint32_t{group} << 16) | number; }
};

bool contains_word(std::string_view all, std::string_view word) {
  for (std::size_t i = 0; i < all.size(); i += 3)
    if (all.substr(i, 2) == word) return true;
  return false;
}

bool is_vr(const char* text) {
  static constexpr std::string_view all =
      "AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV";
  return contains_word(all, {text, 2});
}

bool has_long_length(const std::array<char, 2>& vr) {
  static constexpr std::string_view longs = "OB OD OF OL OV OW SQ SV UC UN UR UT UV";
  return contains_word(longs, {vr.data(), 2});
}

class Walk {
 public:
  Walk(ByteSource& source, std::string name) : source_(source), name_(std::move(name)) {}

  // Reads the head of the element at `at`, within `end`. False where fewer than 8 bytes are left.
  bool head(std::uint64_t at, std::uint64_t end, const Encoding& encoding, Element& element) const;

  // Walks elements from `at` to `end`, or to the item's delimiter where `delimited`; returns where it ended.
  std::uint64_t elements(std::uint64_t at, std::uint64_t end, bool delimited, Encoding encoding, int depth);

  DicomLayout layout;

 private:
  std::uint64_t items(const Element& sequence, std::uint64_t end, Encoding encoding, int depth);
  std::uint64_t fragments(std::uint64_t at, std::uint64_t end, const Encoding& encoding);
  std::uint64_t value(const Element& element, std::uint64_t end, const Encoding& encoding, int depth);
  std::uint32_t number(const std::uint8_t* bytes, int count, bool big_endian) const;
  bool starts_with_item(const Element& element, const Encoding& encoding) const;
  [[noreturn]] void claims_too_much(const Element& element, std::uint64_t end) const;
  [[noreturn]] void fail(const std::string& why) const { throw Failure("The file " + name_ + " " + why); }

  ByteSource& source_;
  std::string name_;
};

std::uint32_t Walk::number(const std::uint8_t* bytes, int count, bool big_endian) const {
  std::uint32_t sum = 0;
  for (int i = 0; i < count; ++i) sum |= std::uint32_t{bytes[i]} << 8 * (big_endian ? count - 1 - i : i);
  return sum;
}

bool Walk::head(std::uint64_t at, std::uint64_t end, const Encoding& encoding, Element& element) const {
  std::array<std::uint8_t, 12> raw{};
  if (end - at < 8 || !source_.read(at, raw.data(), 8)) return false;
  element.group = static_cast<std::uint16_t>(number(raw.data(), 2, encoding.big_endian));
  element.number = static_cast<std::uint16_t>(number(raw.data() + 2, 2, encoding.big_endian));
  element.vr = {};
  if (element.group == 0xFFFE || !encoding.explicit_vr) {
    element.length = number(raw.data() + 4, 4, encoding.big_endian);
    element.value = at + 8;
    return true;
  }
  element.vr = {static_cast<char>(raw[4]), static_cast<char>(raw[5])};
  if (!is_vr(element.vr.data())) {
    char text[80];
    std::snprintf(text, sizeof text, "has an element (%04x,%04x) of unknown type: it is damaged or cut off.",
                  element.group, element.number);
    fail(text);
  }
  if (!has_long_length(element.vr)) {
    element.length = number(raw.data() + 6, 2, encoding.big_endian);
    element.value = at + 8;
    return true;
  }
  if (end - at < 12 || !source_.read(at, raw.data(), 12)) return false;
  element.length = number(raw.data() + 8, 4, encoding.big_endian);
  element.value = at + 12;
  return true;
}

void Walk::claims_too_much(const Element& element, std::uint64_t end) const {
  char text[160];
  std::snprintf(text, sizeof text, "is cut off or damaged: its element (%04x,%04x) claims %s, %s are left.",
                element.group, element.number, size_in_words(element.length).c_str(),
                size_in_words(static_cast<double>(end - element.value)).c_str());
  fail(text);
}

bool Walk::starts_with_item(const Element& element, const Encoding& encoding) const {
  std::array<std::uint8_t, 4> raw{};
  if (element.length < 8 || !source_.read(element.value, raw.data(), 4)) return false;
  return number(raw.data(), 2, encoding.big_endian) == 0xFFFE &&
         number(raw.data() + 2, 2, encoding.big_endian) == 0xE000;
}

// Items of a sequence of defined or undefined length.
std::uint64_t Walk::items(const Element& sequence, std::uint64_t end, Encoding encoding, int depth) {
  if (depth > most_nesting) fail("nests sequences more than " + std::to_string(most_nesting) + " deep: it is damaged.");
  const bool delimited = sequence.length == undefined;
  const std::uint64_t stop = delimited ? end : sequence.value + sequence.length;
  std::uint64_t at = sequence.value;
  Element item;
  while (at < stop) {
    if (!head(at, stop, encoding, item)) fail("is cut off within a sequence.");
    if (item.tag() == 0xFFFEE0DD) return item.value;
    if (item.tag() != 0xFFFEE000) fail("has a sequence with something else than items: it is damaged.");
    if (item.length != undefined && item.length > stop - item.value) claims_too_much(item, stop);
    at = item.length == undefined ? elements(item.value, stop, true, encoding, depth + 1)
                                  : elements(item.value, item.value + item.length, false, encoding, depth + 1);
  }
  if (delimited) fail("is cut off within a sequence.");
  return at;
}

std::uint64_t Walk::fragments(std::uint64_t at, std::uint64_t end, const Encoding& encoding) {
  Element item;
  bool first = true;
  while (head(at, end, encoding, item)) {
    if (item.tag() == 0xFFFEE0DD) return item.value;
    if (item.tag() != 0xFFFEE000) fail("has damaged compressed pixels.");
    if (item.length > end - item.value) claims_too_much(item, end);
    if (!first) layout.fragments.push_back({item.value, item.length});
    first = false;  // the first item is the table of offsets
    at = item.value + item.length;
  }
  fail("is cut off within its compressed pixels.");
}

std::uint64_t Walk::value(const Element& element, std::uint64_t end, const Encoding& encoding, int depth) {
  const bool is_sequence = element.vr == std::array{'S', 'Q'};
  if (element.length == undefined) {
    if (encoding.explicit_vr && !is_sequence && element.vr != std::array{'U', 'N'})
      fail("has an element without an end that is no sequence: it is damaged.");
    // PS3.5 6.2.2: UN of undefined length is a sequence in implicit VR little endian.
    return items(element, end, is_sequence ? encoding : Encoding{false, encoding.big_endian}, depth + 1);
  }
  if (element.length > end - element.value) claims_too_much(element, end);
  if (is_sequence || (!encoding.explicit_vr && starts_with_item(element, encoding)))
    return items(element, element.value + element.length, encoding, depth + 1);
  return element.value + element.length;
}

std::uint64_t Walk::elements(std::uint64_t at, std::uint64_t end, bool delimited, Encoding encoding, int depth) {
  Element element;
  while (at < end) {
    if (!head(at, end, encoding, element)) {
      if (delimited) fail("is cut off within a sequence.");
      if (layout.has_pixels && depth == 0) return end;  // a few stray bytes behind the pixels harm nobody
      fail("is cut off: it ends within an element.");
    }
    if (delimited && element.tag() == 0xFFFEE00D) return element.value;
    const bool is_pixels =
        depth == 0 && element.group == 0x7FE0 && (element.number == 0x10 || element.number == 8 || element.number == 9);
    if (!is_pixels) {
      at = value(element, end, encoding, depth);
      continue;
    }
    layout.has_pixels = true;
    layout.pixel_element = element.number;
    layout.encapsulated = element.length == undefined;
    if (!layout.encapsulated && element.length > end - element.value) claims_too_much(element, end);
    layout.pixels = {element.value, layout.encapsulated ? 0 : element.length};
    at = layout.encapsulated ? fragments(element.value, end, encoding) : element.value + element.length;
  }
  if (delimited) fail("is cut off within a sequence.");
  return at;
}

// Reads group 0002, always explicit little endian; returns where the data set starts.
std::uint64_t file_meta(ByteSource& source, Walk& walk, std::uint64_t at) {
  Element element;
  while (at + 8 <= source.size()) {
    std::array<std::uint8_t, 8> raw{};
    source.read(at, raw.data(), 8);
    if (raw[0] != 2 || raw[1] != 0 || !is_vr(reinterpret_cast<const char*>(raw.data()) + 4)) break;
    if (!walk.head(at, source.size(), {}, element)) break;
    if (element.length > source.size() - element.value)
      throw Failure("The file is cut off within its DICOM file header.");
    if (element.number == 0x10 && element.length <= 64) {
      std::string uid(element.length, '\0');
      source.read(element.value, uid.data(), uid.size());
      walk.layout.transfer_syntax = uid.substr(0, uid.find_first_of(std::string_view("\0 ", 2)));
    }
    at = element.value + element.length;
  }
  return at;
}

// A file that does not say its transfer syntax: explicit where the first element has a type, else implicit.
std::string guess(ByteSource& source, std::uint64_t at) {
  std::array<std::uint8_t, 8> raw{};
  if (!source.read(at, raw.data(), 8)) return "1.2.840.10008.1.2";
  if (!is_vr(reinterpret_cast<const char*>(raw.data()) + 4)) return "1.2.840.10008.1.2";
  return raw[0] == 0 && raw[1] != 0 ? "1.2.840.10008.1.2.2" : "1.2.840.10008.1.2.1";
}

bool has_preamble(ByteSource& source) {
  std::array<char, 4> magic{};
  return source.read(128, magic.data(), 4) && std::memcmp(magic.data(), "DICM", 4) == 0;
}

}  // namespace

bool looks_like_dicom(const std::filesystem::path& file) {
  ByteSource source(file);
  if (has_preamble(source)) return true;
  std::array<std::uint8_t, 8> raw{};
  if (!source.read(0, raw.data(), 8)) return false;
  const bool little = (raw[0] == 2 || raw[0] == 8) && raw[1] == 0 && raw[3] == 0;
  const bool big = raw[0] == 0 && raw[1] == 8 && raw[2] == 0;
  if (!little && !big) return false;
  if (is_vr(reinterpret_cast<const char*>(raw.data()) + 4)) return true;
  const std::uint32_t length = raw[4] | raw[5] << 8 | raw[6] << 16 | std::uint32_t{raw[7]} << 24;
  return little && length <= 1024 && length % 2 == 0 && length < source.size();
}

std::vector<std::uint8_t> unpacked_data_set(const std::filesystem::path& file) {
  ByteSource source(file);
  Walk walk(source, file.string());
  const std::uint64_t start = file_meta(source, walk, has_preamble(source) ? 132 : 0);
  std::vector<std::uint8_t> packed(static_cast<std::size_t>(source.size() - start));
  if (!source.read_large(start, packed.data(), packed.size()))
    throw Failure("The file " + file.string() + " cannot be read.");
  try {
    return inflate_raw(packed, most_deflated);
  } catch (const Failure& failure) {
    throw Failure(failure, "The file " + file.string() + " cannot be unpacked.");
  }
}

DicomLayout dicom_layout(const std::filesystem::path& file) {
  ByteSource source(file);
  Walk walk(source, file.string());
  const std::uint64_t start = file_meta(source, walk, has_preamble(source) ? 132 : 0);
  if (walk.layout.transfer_syntax.empty()) walk.layout.transfer_syntax = guess(source, start);
  const std::string syntax = walk.layout.transfer_syntax;
  const Encoding encoding{syntax != "1.2.840.10008.1.2", syntax == "1.2.840.10008.1.2.2"};
  walk.layout.big_endian = encoding.big_endian;
  if (syntax != "1.2.840.10008.1.2.1.99") {
    walk.elements(start, source.size(), false, encoding, 0);
    return walk.layout;
  }
  ByteSource unpacked(unpacked_data_set(file));
  Walk inner(unpacked, file.string());
  inner.elements(0, unpacked.size(), false, encoding, 0);
  inner.layout.transfer_syntax = syntax;
  inner.layout.deflated = true;
  return inner.layout;
}

}  // namespace longview
