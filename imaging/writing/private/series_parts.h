// Private to writing: what the two kinds of image series share.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/writing/derived_series.h"
#include "imaging/writing/private/dicom_source.h"
#include "imaging/writing/private/stored_pixels.h"

namespace longview {

struct SeriesJob {
  const DicomTarget& target;
  const SeriesOptions& options;
  std::filesystem::path folder;
  StoredPixels pixels;
  std::optional<DicomSource> source;
  std::string series_uid;
  std::vector<SourceImage> source_of_slice;  // empty where the source lies on another grid

  bool predicted() const { return target.provenance.has_value(); }
  // New for objects on a source; else made from the series UID.
  std::string instance_uid(int number) const;
  std::string description() const;
};

// Patient, study, series, equipment and marks.
void put_common(DcmDataset& dataset, const SeriesJob& job);
// All source images, each once; empty without a source.
std::vector<SourceImage> all_sources(const SeriesJob& job);

std::vector<std::filesystem::path> write_slices(const SeriesJob& job, const Progress& progress);
std::vector<std::filesystem::path> write_multi_frame(const SeriesJob& job, const Progress& progress);

}  // namespace longview
