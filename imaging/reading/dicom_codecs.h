// Compressed pixels, by DCMTK (JPEG, JPEG-LS, RLE) or GDCM (JPEG 2000, which DCMTK has not).
#pragma once

#include <cstddef>
#include <memory>

namespace longview {

struct DicomHeader;

// No codec of a scan makes less than 1 byte of this many: a header that declares more was tampered with.
inline constexpr double most_compression = 5000;

class FrameDecoder {
 public:
  virtual ~FrameDecoder() = default;
  // Fills `into` with the stored values of the frame, `bytes` in all. Throws Failure where the codec finds something
  // else than the header declares.
  virtual void decode(std::size_t frame, void* into, std::size_t bytes) = 0;
};

// `header` must outlive the decoder. Throws Failure for a transfer syntax that nobody here can unpack.
std::unique_ptr<FrameDecoder> frame_decoder(const DicomHeader& header);

}  // namespace longview
