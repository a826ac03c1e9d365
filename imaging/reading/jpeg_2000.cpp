#include "imaging/reading/jpeg_2000.h"

#include <gdcmImage.h>
#include <gdcmImageReader.h>
#include <gdcmTrace.h>

#include <array>

#include "imaging/core/failure.h"
#include "imaging/reading/byte_source.h"
#include "imaging/reading/dicom_headers.h"

namespace longview {
namespace {

std::uint32_t big_endian(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

// SIZ marker, ISO/IEC 15444-1 A.5.1: follows the start of the code stream.
void check_stream(const DicomHeader& header, ByteSource& source, const ByteRange& fragment) {
  std::array<std::uint8_t, 24> raw{};
  const bool read = fragment.length >= raw.size() && source.read(fragment.offset, raw.data(), raw.size());
  const bool is_stream = read && big_endian(raw.data()) == 0xFF4FFF51;
  if (!is_stream)
    throw Failure("The file " + header.file.string() + " is damaged: its pixels are no JPEG 2000 code stream.");
  const std::uint32_t width = big_endian(raw.data() + 8) - big_endian(raw.data() + 16);
  const std::uint32_t height = big_endian(raw.data() + 12) - big_endian(raw.data() + 20);
  if (width != static_cast<std::uint32_t>(header.columns) || height != static_cast<std::uint32_t>(header.rows))
    throw Failure("The file " + header.file.string() + " contradicts itself: its header declares " +
                  std::to_string(header.columns) + " x " + std::to_string(header.rows) +
                  " pixels, its JPEG 2000 data " + std::to_string(width) + " x " + std::to_string(height) + ".");
}

}  // namespace

std::vector<std::uint8_t> unpack_jpeg_2000(const DicomHeader& header) {
  gdcm::Trace::WarningOff();
  gdcm::Trace::ErrorOff();
  ByteSource source(header.file);
  if (header.layout.fragments.size() == header.frames.size())
    for (const ByteRange& fragment : header.layout.fragments) check_stream(header, source, fragment);
  else
    check_stream(header, source, header.layout.fragments.front());
  gdcm::ImageReader reader;
  reader.SetFileName(header.file.c_str());
  const std::string damaged =
      "The file " + header.file.string() + " is damaged: its JPEG 2000 pixels cannot be unpacked.";
  if (!reader.Read()) throw Failure(damaged);
  const gdcm::Image& image = reader.GetImage();
  const std::size_t expected = static_cast<std::size_t>(header.rows) * static_cast<std::size_t>(header.columns) *
                               header.frames.size() * static_cast<std::size_t>(header.bits_allocated / 8);
  if (image.GetBufferLength() != expected) throw Failure(damaged);
  std::vector<std::uint8_t> pixels(expected);
  if (!image.GetBuffer(reinterpret_cast<char*>(pixels.data()))) throw Failure(damaged);
  return pixels;
}

}  // namespace longview
