#include <algorithm>
#include <cmath>
#include <set>

#include "imaging/core/failure.h"
#include "imaging/reading/bids.h"
#include "imaging/reading/dicom_layout.h"
#include "imaging/reading/dicom_seg.h"
#include "imaging/reading/formats.h"
#include "imaging/reading/read.h"

namespace longview {
namespace {

// Easily told apart, colour-blind safe (Okabe and Ito 2008, without black).
constexpr std::array<std::array<std::uint8_t, 3>, 7> colours{{{0x5A, 0xA9, 0xF2},
                                                              {0xE6, 0x9F, 0x00},
                                                              {0x00, 0x9E, 0x73},
                                                              {0xF0, 0xE4, 0x42},
                                                              {0xD5, 0x5E, 0x00},
                                                              {0xCC, 0x79, 0xA7},
                                                              {0x00, 0x72, 0xB2}}};

struct Whole {
  std::vector<std::uint16_t> values;
  std::set<int> used;
  bool rounded = false;
};

Whole whole_numbers(const Volume& volume, const std::filesystem::path& file) {
  Whole whole;
  whole.values.resize(voxel_count(volume.grid));
  visit_voxels(volume, [&](auto voxels) {
    int last = -1;
    for (std::size_t i = 0; i < voxels.size(); ++i) {
      const double value = static_cast<double>(voxels[i]);
      const double nearest = std::round(value);
      if (!(nearest >= 0 && nearest <= 65535))
        throw Failure("The mask " + file.string() + " holds " + std::to_string(value) +
                      ": labels are whole numbers from 0 to 65535.");
      whole.rounded |= std::abs(value - nearest) > 1e-3;
      whole.values[i] = static_cast<std::uint16_t>(nearest);
      if (whole.values[i] != last) whole.used.insert(last = whole.values[i]);
    }
  });
  whole.used.erase(0);
  return whole;
}

std::vector<Label> labels_for(const Segmentation& segmentation, const std::set<int>& used) {
  std::vector<Label> labels = label_table(segmentation.files[0]);
  const auto named = [&](int value) {
    return std::any_of(labels.begin(), labels.end(), [&](const Label& l) { return l.value == value; });
  };
  for (const int value : used) {
    if (named(value)) continue;
    Label label;
    label.value = value;
    label.name = used.size() == 1 ? segmentation.name : segmentation.name + " " + std::to_string(value);
    labels.push_back(std::move(label));
  }
  std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.value < b.value; });
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i].colour == Label{}.colour) labels[i].colour = colours[i % colours.size()];
  return labels;
}

}  // namespace

LabelMap read_labels(const Segmentation& segmentation, std::vector<Problem>& problems, const Progress& progress) {
  if (segmentation.labels) return *segmentation.labels;
  if (segmentation.files.empty()) throw Failure("The segmentation " + segmentation.name + " has no file to read.");
  const std::filesystem::path& file = segmentation.files[0];
  if (segmentation.format == "DICOM SEG" || (!format_of(file) && looks_like_dicom(file)))
    return read_dicom_seg(file, problems, progress);
  const Volume volume = read_image(file, progress);
  Whole whole = whole_numbers(volume, file);
  if (whole.rounded)
    problems.push_back({Severity::warning, file.filename().string(),
                        "The mask holds values between whole numbers: they were rounded."});
  if (whole.used.empty())
    problems.push_back({Severity::note, file.filename().string(), "The mask is empty: nothing is marked in it."});
  const std::vector<Label> labels = labels_for(segmentation, whole.used);
  if (whole.used.empty() || *whole.used.rbegin() <= 255) {
    std::vector<std::uint8_t> small(whole.values.begin(), whole.values.end());
    return {make_volume(volume.grid, std::move(small)), labels};
  }
  return {make_volume(volume.grid, std::move(whole.values)), labels};
}

}  // namespace longview
