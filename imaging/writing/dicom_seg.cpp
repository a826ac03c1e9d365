// The data set is put together here rather than by dcmseg, whose binary frames are packed wrongly wherever Rows *
// Columns is no multiple of 8 (stack.md 5.1).
#include "imaging/writing/dicom_seg.h"

#include <algorithm>
#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/registration/resample.h"
#include "imaging/writing/private/dicom_marks.h"
#include "imaging/writing/private/functional_groups.h"
#include "imaging/writing/private/segments.h"

namespace longview {

namespace {

struct Frame {
  int segment;  // from 1
  int slice;
};

struct SegJob {
  const DicomTarget& target;
  DicomSource source;
  Grid grid;
  std::vector<Label> labels;  // one for each segment
  std::vector<Frame> frames;
};

// The label values of each voxel as segment numbers; labels without a name in the table get one.
std::vector<std::uint16_t> segment_numbers(const LabelMap& map, std::vector<Label>& labels) {
  return visit_voxels(map.voxels, [&](auto voxels) {
    std::vector<std::uint16_t> number_of(65536, 0), numbers(voxels.size());
    for (std::size_t n = 0; n < labels.size(); ++n) {
      if (labels[n].value < 1 || labels[n].value > 65535)
        throw Failure("The label " + labels[n].name + " has the value " + std::to_string(labels[n].value) +
                      "; a segmentation takes 1 to 65535.");
      number_of[static_cast<std::size_t>(labels[n].value)] = static_cast<std::uint16_t>(n + 1);
    }
    for (std::size_t n = 0; n < voxels.size(); ++n) {
      const auto value = static_cast<double>(voxels[n]);
      if (value == 0) continue;
      if (!(value >= 1 && value <= 65535))
        throw Failure("A label map holds the value " + std::to_string(value) + "; a segmentation takes 1 to 65535.");
      std::uint16_t& number = number_of[static_cast<std::size_t>(value)];
      if (number == 0) {
        Label unnamed;
        unnamed.value = static_cast<int>(value);
        unnamed.name = "Label " + std::to_string(unnamed.value);
        labels.push_back(unnamed);
        number = static_cast<std::uint16_t>(labels.size());
      }
      numbers[n] = number;
    }
    return numbers;
  });
}

std::size_t area_of(const Grid& grid) {
  return static_cast<std::size_t>(grid.size[0]) * static_cast<std::size_t>(grid.size[1]);
}

// `present(segment, slice)`: has voxels. An empty slice gets a frame of segment 1.
template <class F>
std::vector<Frame> frames_of(int segments, int slices, F&& present) {
  std::vector<bool> seen(static_cast<std::size_t>(slices));
  for (int segment = 1; segment <= segments; ++segment)
    for (int slice = 0; slice < slices; ++slice)
      if (present(segment, slice)) seen[static_cast<std::size_t>(slice)] = true;
  std::vector<Frame> frames;
  for (int segment = 1; segment <= segments; ++segment)
    for (int slice = 0; slice < slices; ++slice)
      if (present(segment, slice) || (segment == 1 && !seen[static_cast<std::size_t>(slice)]))
        frames.push_back({segment, slice});
  return frames;
}

void put_image(DcmDataset& dataset, const SegJob& job, const std::string& what) {
  put_subject(dataset, job.target, &job.source);
  put(dataset, DCM_SOPClassUID, UID_SegmentationStorage);
  put(dataset, DCM_SOPInstanceUID, new_uid());
  put(dataset, DCM_SeriesInstanceUID, new_uid());
  put(dataset, DCM_Modality, "SEG");
  put(dataset, DCM_SeriesNumber, what == "Segmentation" ? "910" : "911");
  put(dataset, DCM_InstanceNumber, "1");
  put_text(dataset, DCM_SeriesDescription, marked(job.target, what));
  put(dataset, DCM_ContentDate, date_now());
  put(dataset, DCM_ContentTime, time_now());
  put(dataset, DCM_ImageType, "DERIVED\\PRIMARY");
  put(dataset, DCM_ContentLabel, job.target.provenance ? "RESEARCH" : "SEGMENTATION");
  put_text(dataset, DCM_ContentDescription, marked(job.target, "(" + job.target.review + ")"));
  put(dataset, DCM_ContentCreatorName, std::string(our_name) + "^");  // a person name needs its form
  put(dataset, DCM_LossyImageCompression, "00");
  put_equipment(dataset);
  put_contribution(dataset, job.target);
  put(dataset, DCM_SamplesPerPixel, Uint16{1});
  put(dataset, DCM_PhotometricInterpretation, "MONOCHROME2");
  put(dataset, DCM_PixelRepresentation, Uint16{0});
  put(dataset, DCM_Rows, static_cast<Uint16>(job.grid.size[1]));
  put(dataset, DCM_Columns, static_cast<Uint16>(job.grid.size[0]));
  put(dataset, DCM_NumberOfFrames, std::to_string(job.frames.size()));
  if (job.target.simulated) put_synthetic(dataset);
}

void put_frames(DcmDataset& dataset, const SegJob& job, const Progress& progress) {
  put_dimensions(dataset, {{DCM_ReferencedSegmentNumber, DCM_SegmentIdentificationSequence},
                           {DCM_ImagePositionPatient, DCM_PlanePositionSequence}});
  put_geometry(item_of(dataset, DCM_SharedFunctionalGroupsSequence), job.grid);
  const std::string description = job.target.provenance ? mark_of(job.target) : "Segmentation";
  for (std::size_t n = 0; n < job.frames.size(); ++n) {
    progress.report(0.8 * static_cast<double>(n) / static_cast<double>(job.frames.size()), "Writing the segmentation");
    const auto [segment, slice] = job.frames[n];
    DcmItem& frame = item_of(dataset, DCM_PerFrameFunctionalGroupsSequence, -2);
    put_frame_content(frame, slice, {static_cast<Uint32>(segment), static_cast<Uint32>(slice + 1)});
    put_position(frame, job.grid, slice);
    put_derivation(frame, description, {"113076", "DCM", "Segmentation"},
                   {job.source.slices[static_cast<std::size_t>(slice)]});
    put(item_of(frame, DCM_SegmentIdentificationSequence), DCM_ReferencedSegmentNumber, static_cast<Uint16>(segment));
  }
  DcmItem& series = item_of(dataset, DCM_ReferencedSeriesSequence);
  put(series, DCM_SeriesInstanceUID, job.source.series);
  put_instances(series, DCM_ReferencedInstanceSequence, job.source);
}

void put_segments(DcmDataset& dataset, const SegJob& job) {
  for (std::size_t n = 0; n < job.labels.size(); ++n)
    put_segment(dataset, job.labels[n], static_cast<int>(n + 1), job.target);
}

// One bit a pixel, least significant first, frames without padding between them, an even number of bytes: PS3.5 8.1.1.
void put_bits(DcmDataset& dataset, const SegJob& job, const std::vector<std::uint16_t>& numbers) {
  const std::size_t area = area_of(job.grid);
  std::vector<Uint8> bytes(((area * job.frames.size() + 7) / 8 + 1) & ~std::size_t{1}, 0);
  std::size_t bit = 0;
  for (const auto& [segment, slice] : job.frames)
    for (std::size_t n = static_cast<std::size_t>(slice) * area, end = n + area; n < end; ++n, ++bit)
      if (numbers[n] == segment) bytes[bit >> 3] |= static_cast<Uint8>(1U << (bit & 7));
  put(dataset, DCM_BitsAllocated, Uint16{1});
  put(dataset, DCM_BitsStored, Uint16{1});
  put(dataset, DCM_HighBit, Uint16{0});
  put(dataset, DCM_SegmentationType, "BINARY");
  dataset.putAndInsertUint8Array(DCM_PixelData, bytes.data(), bytes.size());
}

std::vector<std::uint8_t> steps_of(const Volume& probability) {
  const Volume values = as_float(probability);
  std::vector<std::uint8_t> steps;
  steps.reserve(voxel_count(values.grid));
  for (const float p : voxels_of<float>(values))
    steps.push_back(std::isnan(p) ? std::uint8_t{0}
                                  : static_cast<std::uint8_t>(std::lround(255 * std::clamp(p, 0.F, 1.F))));
  return steps;
}

void put_steps(DcmDataset& dataset, const SegJob& job, const std::vector<std::uint8_t>& steps) {
  const std::size_t area = area_of(job.grid);
  std::vector<Uint8> bytes;
  bytes.reserve(area * job.frames.size() + 1);
  for (const auto& [segment, slice] : job.frames) {
    const auto from = steps.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(slice) * area);
    bytes.insert(bytes.end(), from, from + static_cast<std::ptrdiff_t>(area));
  }
  if (bytes.size() % 2) bytes.push_back(0);
  put(dataset, DCM_BitsAllocated, Uint16{8});
  put(dataset, DCM_BitsStored, Uint16{8});
  put(dataset, DCM_HighBit, Uint16{7});
  put(dataset, DCM_SegmentationType, "FRACTIONAL");
  put(dataset, DCM_SegmentationFractionalType, "PROBABILITY");
  put(dataset, DCM_MaximumFractionalValue, Uint16{255});
  dataset.putAndInsertUint8Array(DCM_PixelData, bytes.data(), bytes.size());
}

SegJob job_on(const DicomTarget& target) {
  if (!target.source)
    throw Failure(
        "A segmentation needs the DICOM series that it was drawn on. Export the scan as a DICOM series first.");
  return {target, source_of(*target.source), target.source->grid, {}, {}};
}

template <class F>
std::string write_object(SegJob& job, const std::string& what, const std::filesystem::path& file,
                         const Progress& progress, F&& put_pixels) {
  DcmDataset dataset;
  put_image(dataset, job, what);
  put_segments(dataset, job);
  put_frames(dataset, job, progress);
  put_pixels(dataset);
  save(dataset, file);
  return get(dataset, DCM_SOPInstanceUID);
}

}  // namespace

std::string write_seg(const LabelMap& labels, const DicomTarget& target, const std::filesystem::path& file,
                      const Progress& progress) {
  SegJob job = job_on(target);
  const bool here = same_grid(labels.grid(), job.grid);
  job.labels = labels.labels;
  const auto numbers = segment_numbers(here ? labels : resample_labels(labels, job.grid), job.labels);
  if (job.labels.empty())
    throw Failure("The segmentation has no labels, so there is nothing to write. Draw or predict one first.");
  const std::size_t area = area_of(job.grid), slices = static_cast<std::size_t>(job.grid.size[2]);
  std::vector<std::vector<bool>> present(job.labels.size() + 1, std::vector<bool>(slices));
  for (std::size_t n = 0; n < numbers.size(); ++n) present[numbers[n]][n / area] = true;
  job.frames = frames_of(static_cast<int>(job.labels.size()), job.grid.size[2], [&](int segment, int slice) {
    return present[static_cast<std::size_t>(segment)][static_cast<std::size_t>(slice)];
  });
  return write_object(job, "Segmentation", file, progress,
                      [&](DcmDataset& dataset) { put_bits(dataset, job, numbers); });
}

std::string write_fractional_seg(const Volume& probability, const Label& label, const DicomTarget& target,
                                 const std::filesystem::path& file, const Progress& progress) {
  SegJob job = job_on(target);
  const auto steps = steps_of(same_grid(probability.grid, job.grid) ? probability : resample(probability, job.grid));
  job.labels = {label};
  job.frames = frames_of(1, job.grid.size[2], [](int, int) { return true; });
  return write_object(job, "Probability", file, progress, [&](DcmDataset& dataset) { put_steps(dataset, job, steps); });
}

}  // namespace longview
