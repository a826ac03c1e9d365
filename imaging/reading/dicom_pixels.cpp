#include "imaging/reading/dicom_pixels.h"

#include <cmath>
#include <cstring>

#include "imaging/core/failure.h"
#include "imaging/reading/byte_source.h"
#include "imaging/reading/dicom_codecs.h"
#include "imaging/reading/voxel_buffer.h"

namespace longview {
namespace {

std::size_t values_in(const DicomHeader& header) {
  return static_cast<std::size_t>(header.rows) * static_cast<std::size_t>(header.columns);
}

void refuse_colour(const DicomHeader& header) {
  if (header.samples != 1 || (header.photometric.rfind("MONOCHROME", 0) != 0 && !header.photometric.empty()))
    throw Failure("The file " + header.file.string() + " is a colour image (" + header.photometric +
                  "); only grey values can be read as a scan.");
}

void check_amount(const DicomHeader& header, std::size_t bytes_per_value) {
  const double frames = static_cast<double>(header.frames.size());
  const double needed = static_cast<double>(values_in(header)) * frames * static_cast<double>(bytes_per_value);
  const auto& layout = header.layout;
  check_memory(needed, header.file);
  double held = static_cast<double>(layout.pixels.length);
  double most = held;
  if (layout.encapsulated) {
    held = 0;
    for (const ByteRange& fragment : layout.fragments) held += static_cast<double>(fragment.length);
    most = held * most_compression;
    if (layout.fragments.size() < header.frames.size()) most = 0;
  }
  if (needed > most)
    throw Failure("The file " + header.file.string() + " is cut off or damaged: it declares " +
                  std::to_string(header.columns) + " x " + std::to_string(header.rows) + " x " +
                  std::to_string(header.frames.size()) + " pixels (" + size_in_words(needed) + "), and holds " +
                  size_in_words(held) + (layout.encapsulated ? " of compressed data." : "."));
}

// Values of fewer bits than their word: what stands in the other bits is no part of them (PS3.5 8.1.1).
template <class Word, class Signed>
void clean(Word* values, std::size_t count, int stored, int high_bit, bool is_signed) {
  const int bits = static_cast<int>(sizeof(Word)) * 8;
  const int drop = high_bit + 1 - stored;
  const int up = bits - stored;
  for (std::size_t i = 0; i < count; ++i) {
    const Word moved = static_cast<Word>(static_cast<Word>(values[i] >> drop) << up);
    values[i] = is_signed ? static_cast<Word>(static_cast<Signed>(static_cast<Signed>(moved) >> up))
                          : static_cast<Word>(moved >> up);
  }
}

void clean_values(const DicomHeader& header, void* values) {
  const std::size_t count = values_in(header);
  const int stored = header.bits_stored, high = header.high_bit;
  if (stored == header.bits_allocated && high == stored - 1) return;
  if (header.bits_allocated == 8)
    clean<std::uint8_t, std::int8_t>(static_cast<std::uint8_t*>(values), count, stored, high, header.is_signed);
  if (header.bits_allocated == 16)
    clean<std::uint16_t, std::int16_t>(static_cast<std::uint16_t*>(values), count, stored, high, header.is_signed);
  if (header.bits_allocated == 32)
    clean<std::uint32_t, std::int32_t>(static_cast<std::uint32_t*>(values), count, stored, high, header.is_signed);
}

}  // namespace

FrameFormat check_pixels(const DicomHeader& header) {
  const std::string where = "The file " + header.file.string();
  if (!header.layout.has_pixels || header.rows < 1 || header.columns < 1)
    throw Failure(where + " holds no image" +
                  (header.kind_in_words.empty() ? "." : " (" + header.kind_in_words + ")."));
  refuse_colour(header);
  FrameFormat format;
  if (header.layout.pixel_element != 0x10) {
    format = {header.layout.pixel_element == 8 ? std::size_t{4} : std::size_t{8}, true, true};
  } else {
    const int bits = header.bits_allocated;
    if (bits != 8 && bits != 16 && bits != 32)
      throw Failure(where + " has pixels of " + std::to_string(bits) + " bits, which cannot be read as a scan.");
    if (header.bits_stored < 1 || header.bits_stored > bits || header.high_bit >= bits ||
        header.high_bit + 1 < header.bits_stored)
      throw Failure(where + " contradicts itself on the bits of its pixels (stored " +
                    std::to_string(header.bits_stored) + " of " + std::to_string(bits) + ", high bit " +
                    std::to_string(header.high_bit) + ").");
    format = {static_cast<std::size_t>(bits) / 8, header.is_signed, false};
  }
  check_amount(header, format.bytes_per_value);
  return format;
}

FrameReader::FrameReader(const DicomHeader& header, SpareBits spare)
    : header_(header), format_(check_pixels(header)), spare_(spare) {
  if (header.layout.encapsulated)
    decoder_ = frame_decoder(header);
  else if (header.layout.deflated)
    unpacked_ = unpacked_data_set(header.file);
}

FrameReader::~FrameReader() = default;

void FrameReader::read(std::size_t frame, void* into) {
  const std::size_t count = values_in(header_), bytes = count * format_.bytes_per_value;
  if (decoder_) {
    decoder_->decode(frame, into, bytes);
  } else {
    const std::uint64_t offset = header_.layout.pixels.offset + frame * bytes;
    bool whole = false;
    if (header_.layout.deflated) {
      whole = offset + bytes <= unpacked_.size();
      if (whole) std::memcpy(into, unpacked_.data() + offset, bytes);
    } else {
      whole = ByteSource(header_.file).read_large(offset, into, bytes);
    }
    if (!whole) throw Failure("The file " + header_.file.string() + " is cut off within its pixels.");
    if (header_.layout.big_endian) swap_bytes(into, count, format_.bytes_per_value);
  }
  if (!format_.is_float && spare_ == SpareBits::dropped) clean_values(header_, into);
}

}  // namespace longview
