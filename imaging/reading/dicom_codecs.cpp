#include "imaging/reading/dicom_codecs.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcfcache.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>

#include <array>
#include <cstring>

#include "imaging/core/failure.h"
#include "imaging/reading/byte_source.h"
#include "imaging/reading/dicom_headers.h"
#include "imaging/reading/jpeg_2000.h"
#include "imaging/reading/private/dicom_values.h"

namespace longview {
namespace {

void register_codecs() {
  static const bool done = [] {
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
    DcmRLEDecoderRegistration::registerCodecs();
    return true;
  }();
  static_cast<void>(done);
}

class DcmtkDecoder : public FrameDecoder {
 public:
  explicit DcmtkDecoder(const DicomHeader& header) : header_(header) {
    register_codecs();
    load(format_, header.file.string());
    DcmElement* element = nullptr;
    if (format_.getDataset()->findAndGetElement(DCM_PixelData, element).bad() || !element)
      throw Failure("The file " + header.file.string() + " has no pixels.");
    pixels_ = static_cast<DcmPixelData*>(element);
    find_starts();
  }

  void decode(std::size_t frame, void* into, std::size_t bytes) override {
    // DCMTK wants an even buffer.
    std::vector<std::uint16_t> buffer((bytes + 1) / 2);
    OFString colours;
    if (!starts_.empty()) fragment_ = starts_.at(frame);
    const OFCondition condition =
        pixels_->getUncompressedFrame(format_.getDataset(), static_cast<Uint32>(frame), fragment_, buffer.data(),
                                      static_cast<Uint32>(buffer.size() * 2), colours, &cache_);
    if (condition.bad())
      throw Failure("The file " + header_.file.string() + " is damaged: its compressed pixels cannot be unpacked (" +
                    condition.text() + ").");
    std::memcpy(into, buffer.data(), bytes);
  }

 private:
  // Frames in several fragments each: DCMTK needs an offset table to find their starts; a JPEG stream starts with SOI.
  void find_starts() {
    const auto& fragments = header_.layout.fragments;
    if (header_.frames.size() < 2 || fragments.size() == header_.frames.size()) return;
    ByteSource source(header_.file);
    for (std::size_t i = 0; i < fragments.size(); ++i) {
      std::array<std::uint8_t, 2> raw{};
      if (source.read(fragments[i].offset, raw.data(), 2) && raw[0] == 0xFF && raw[1] == 0xD8)
        starts_.push_back(static_cast<Uint32>(i + 1));  // item 0 is the offset table
    }
    if (starts_.size() != header_.frames.size())
      throw Failure("The file " + header_.file.string() + " has " + std::to_string(header_.frames.size()) +
                    " frames in " + std::to_string(fragments.size()) +
                    " pieces, and where each starts cannot be told.");
  }

  const DicomHeader& header_;
  std::vector<Uint32> starts_;
  DcmFileFormat format_;
  DcmFileCache cache_;
  DcmPixelData* pixels_ = nullptr;
  Uint32 fragment_ = 0;
};

class Jpeg2000Decoder : public FrameDecoder {
 public:
  explicit Jpeg2000Decoder(const DicomHeader& header) : header_(header) {}

  void decode(std::size_t frame, void* into, std::size_t bytes) override {
    if (all_.empty()) all_ = unpack_jpeg_2000(header_);
    if ((frame + 1) * bytes > all_.size())
      throw Failure("The file " + header_.file.string() +
                    " is damaged: its JPEG 2000 data hold fewer pixels than declared.");
    std::memcpy(into, all_.data() + frame * bytes, bytes);
  }

 private:
  const DicomHeader& header_;
  std::vector<std::uint8_t> all_;
};

}  // namespace

std::unique_ptr<FrameDecoder> frame_decoder(const DicomHeader& header) {
  const std::string& syntax = header.layout.transfer_syntax;
  if (syntax == UID_JPEG2000TransferSyntax || syntax == UID_JPEG2000LosslessOnlyTransferSyntax)
    return std::make_unique<Jpeg2000Decoder>(header);
  const bool known = syntax.rfind("1.2.840.10008.1.2.4.5", 0) == 0 || syntax == UID_JPEGProcess14SV1TransferSyntax ||
                     syntax == UID_JPEGLSLosslessTransferSyntax || syntax == UID_JPEGLSLossyTransferSyntax ||
                     syntax == UID_RLELosslessTransferSyntax;
  if (known) return std::make_unique<DcmtkDecoder>(header);
  const char* name = dcmFindNameOfUID(syntax.c_str(), syntax.c_str());
  throw Failure("The file " + header.file.string() + " is compressed as " + name + ", which cannot be unpacked here.");
}

}  // namespace longview
