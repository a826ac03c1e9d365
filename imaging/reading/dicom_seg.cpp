#include "imaging/reading/dicom_seg.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "imaging/core/failure.h"
#include "imaging/reading/byte_source.h"
#include "imaging/reading/dicom_codecs.h"
#include "imaging/reading/dicom_headers.h"
#include "imaging/reading/private/dicom_values.h"
#include "imaging/reading/seg_grid.h"
#include "imaging/reading/voxel_buffer.h"

namespace longview {
namespace {

CodedConcept code_of(DcmItem& item, const DcmTagKey& sequence, const CodedConcept& otherwise) {
  DcmItem* code = item_of(item, sequence);
  if (!code) return otherwise;
  std::string value = text_of(*code, DCM_CodeValue);
  if (value.empty()) value = text_of(*code, DCM_LongCodeValue);
  return {value, text_of(*code, DCM_CodingSchemeDesignator), text_of(*code, DCM_CodeMeaning)};
}

// Recommended Display CIELab Value (0062,000D), scaled to 16 bits (PS3.3 C.10.7.1.1), as sRGB.
std::array<std::uint8_t, 3> colour_of(DcmItem& segment, const std::array<std::uint8_t, 3>& otherwise) {
  const auto lab = numbers_of(segment, DCM_RecommendedDisplayCIELabValue);
  if (lab.size() != 3) return otherwise;
  const double l = lab[0] / 65535 * 100, a = lab[1] / 65535 * 255 - 128, b = lab[2] / 65535 * 255 - 128;
  const double fy = (l + 16) / 116, fx = fy + a / 500, fz = fy - b / 200;
  const auto back = [](double f) { return f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0 / 29); };
  const double x = 0.95047 * back(fx), y = back(fy), z = 1.08883 * back(fz);  // D65
  const auto srgb = [](double v) {
    const double c = v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
    return static_cast<std::uint8_t>(std::clamp(std::lround(255 * c), 0L, 255L));
  };
  return {srgb(3.2406 * x - 1.5372 * y - 0.4986 * z), srgb(-0.9689 * x + 1.8758 * y + 0.0415 * z),
          srgb(0.0557 * x - 0.2040 * y + 1.0570 * z)};
}

AlgorithmType algorithm_of(const std::string& text) {
  if (text == "AUTOMATIC") return AlgorithmType::automatic;
  return text == "SEMIAUTOMATIC" ? AlgorithmType::semiautomatic : AlgorithmType::manual;
}

std::vector<Label> labels_of(DcmDataset& data) {
  std::vector<Label> labels;
  for (unsigned long i = 0; DcmItem* segment = item_of(data, DCM_SegmentSequence, i); ++i) {
    Label label;
    label.value = integer_of(*segment, DCM_SegmentNumber, static_cast<int>(i) + 1);
    label.name = text_of(*segment, DCM_SegmentLabel);
    label.colour = colour_of(*segment, label.colour);
    label.category = code_of(*segment, DCM_SegmentedPropertyCategoryCodeSequence, label.category);
    label.type = code_of(*segment, DCM_SegmentedPropertyTypeCodeSequence, label.type);
    label.algorithm_type = algorithm_of(text_of(*segment, DCM_SegmentAlgorithmType));
    label.algorithm_name = text_of(*segment, DCM_SegmentAlgorithmName);
    labels.push_back(std::move(label));
  }
  std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.value < b.value; });
  return labels;
}

// The frames as they lie in the file, one bit or one byte a pixel.
class SegPixels {
 public:
  SegPixels(const DicomHeader& header, int most) : header_(header), half_((most + 1) / 2) {
    const std::size_t bits = count() * header.frames.size() * static_cast<std::size_t>(header.bits_allocated);
    if (header.layout.encapsulated) {
      if (header.bits_allocated != 8)
        throw Failure("The file " + header.file.string() + " has compressed single bits, which cannot be unpacked.");
      decoder_ = frame_decoder(header);
      return;
    }
    const std::size_t bytes = (bits + 7) / 8;
    if (bytes > header.layout.pixels.length)
      throw Failure("The file " + header.file.string() + " is cut off or damaged: its segments need " +
                    size_in_words(static_cast<double>(bytes)) + ", it holds " +
                    size_in_words(static_cast<double>(header.layout.pixels.length)) + ".");
    if (header.layout.deflated) {
      const auto all = unpacked_data_set(header.file);
      bytes_.assign(all.begin() + static_cast<std::ptrdiff_t>(header.layout.pixels.offset),
                    all.begin() + static_cast<std::ptrdiff_t>(header.layout.pixels.offset + bytes));
      return;
    }
    bytes_.resize(bytes);
    if (!ByteSource(header.file).read_large(header.layout.pixels.offset, bytes_.data(), bytes))
      throw Failure("The file " + header.file.string() + " cannot be read.");
  }

  // Frames follow each other without padding, lowest bit first (PS3.5 8.1.1): not at byte borders. DCMTK 3.6.7 is wrong
  // where rows * columns is no multiple of 8.
  void read(std::size_t frame, std::vector<std::uint8_t>& inside) {
    inside.resize(count());
    const std::size_t first = frame * count();
    if (decoder_) decoder_->decode(frame, inside.data(), inside.size());
    for (std::size_t i = 0; i < count(); ++i) {
      if (header_.bits_allocated == 1)
        inside[i] = (bytes_[(first + i) >> 3] >> ((first + i) & 7)) & 1;
      else
        inside[i] = (decoder_ ? inside[i] : bytes_[first + i]) >= half_;
    }
  }

  std::size_t count() const {
    return static_cast<std::size_t>(header_.rows) * static_cast<std::size_t>(header_.columns);
  }

 private:
  const DicomHeader& header_;
  int half_;
  std::vector<std::uint8_t> bytes_;
  std::unique_ptr<FrameDecoder> decoder_;
};

// Frames in segment order, so that the later segment wins; returns how many voxels were overwritten.
template <class T>
std::size_t fill(std::vector<T>& values, const SegGrid& places, const DicomHeader& header, SegPixels& pixels,
                 const Progress& progress) {
  std::vector<std::size_t> order(header.frames.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return header.frames[a].segment < header.frames[b].segment; });
  std::size_t overlapping = 0, done = 0;
  std::vector<std::uint8_t> inside;
  for (const std::size_t frame : order) {
    progress.report(static_cast<double>(done++) / static_cast<double>(order.size()), "Reading segments");
    pixels.read(frame, inside);
    const auto label = static_cast<T>(header.frames[frame].segment);
    T* slice = values.data() + static_cast<std::size_t>(places.slice_of_frame[frame]) * pixels.count();
    for (std::size_t i = 0; i < inside.size(); ++i) {
      if (!inside[i]) continue;
      if (slice[i] != 0 && slice[i] != label) ++overlapping;
      slice[i] = label;
    }
  }
  return overlapping;
}

void check_frames(const DicomHeader& header, std::vector<Label>& labels, const std::filesystem::path& file) {
  if (header.bits_allocated != 1 && header.bits_allocated != 8)
    throw Failure("The file " + file.string() + " has segments of " + std::to_string(header.bits_allocated) + " bits.");
  for (const DicomFrame& frame : header.frames) {
    if (frame.segment < 1 || frame.segment > 65535)
      throw Failure("The file " + file.string() + " has a frame that names no segment.");
    const bool described =
        std::any_of(labels.begin(), labels.end(), [&](const Label& l) { return l.value == frame.segment; });
    if (!described)
      throw Failure("The file " + file.string() + " has a frame of segment " + std::to_string(frame.segment) +
                    ", which it does not describe.");
  }
}

}  // namespace

LabelMap read_dicom_seg(const std::filesystem::path& file, std::vector<Problem>& problems, const Progress& progress) {
  const DicomHeader header = read_dicom_header(file);
  if (header.kind != DicomKind::segmentation || header.rows < 1 || header.columns < 1)
    throw Failure("The file " + file.string() + " is no DICOM Segmentation" +
                  (header.kind_in_words.empty() ? "." : " but " + header.kind_in_words + "."));
  DcmFileFormat format;
  load(format, file.string());
  DcmDataset& data = *format.getDataset();
  std::vector<Label> labels = labels_of(data);
  check_frames(header, labels, file);
  DcmItem* shared = item_of(data, DCM_SharedFunctionalGroupsSequence);
  DcmItem* measures = shared ? item_of(*shared, DCM_PixelMeasuresSequence) : nullptr;
  const double between = measures ? number_of(*measures, DCM_SpacingBetweenSlices, 0) : 0;
  const double thickness = measures ? number_of(*measures, DCM_SliceThickness, 0) : 0;
  const SegGrid places = seg_grid(header, between, thickness);
  check_memory(static_cast<double>(voxel_count(places.grid)), file);
  SegPixels pixels(header, integer_of(data, DCM_MaximumFractionalValue, 1));
  std::size_t overlapping = 0;
  LabelMap map;
  map.labels = labels;
  if (labels.back().value <= 255) {
    std::vector<std::uint8_t> values(voxel_count(places.grid));
    overlapping = fill(values, places, header, pixels, progress);
    map.voxels = make_volume(places.grid, std::move(values));
  } else {
    std::vector<std::uint16_t> values(voxel_count(places.grid));
    overlapping = fill(values, places, header, pixels, progress);
    map.voxels = make_volume(places.grid, std::move(values));
  }
  if (overlapping > 0)
    problems.push_back(
        {Severity::warning, file.filename().string(),
         "Segments overlap in " + std::to_string(overlapping) + " voxels: there the later segment is kept."});
  return map;
}

}  // namespace longview
