// The stored pixels of one frame: read straight from the file where they are native, else by DCMTK's or GDCM's codecs.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "imaging/reading/dicom_codecs.h"
#include "imaging/reading/dicom_headers.h"

namespace longview {

// How a frame's values lie in memory after read_frame: whole bytes, this machine's order, sign extended.
struct FrameFormat {
  std::size_t bytes_per_value = 2;  // 1, 2 or 4; 8 for double
  bool is_signed = false;
  bool is_float = false;
};

// Throws Failure where the pixels cannot become one grey value each, or the file holds fewer than it declares.
FrameFormat check_pixels(const DicomHeader& header);

// What is done with the bits of a word that the header does not call stored.
enum class SpareBits { dropped, kept };

// The frames of one file; keeps what it had to unpack for the next frame. One a thread.
class FrameReader {
 public:
  // `header` must outlive the reader. Throws Failure as check_pixels.
  explicit FrameReader(const DicomHeader& header, SpareBits spare = SpareBits::dropped);
  ~FrameReader();

  // Fills `into` with rows * columns values.
  void read(std::size_t frame, void* into);

 private:
  const DicomHeader& header_;
  FrameFormat format_;
  SpareBits spare_;
  std::vector<std::uint8_t> unpacked_;  // of a deflated file
  std::unique_ptr<FrameDecoder> decoder_;
};

}  // namespace longview
