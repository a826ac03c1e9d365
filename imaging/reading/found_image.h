// What scan finds in files, before it becomes patients and dates.
#pragma once

#include <memory>
#include <vector>

#include "imaging/core/study.h"
#include "imaging/reading/dicom_headers.h"
#include "imaging/reading/raw_image.h"

namespace longview {

struct FoundFiles {
  std::vector<std::shared_ptr<const DicomHeader>> dicom;
  std::vector<RawImage> raw;
  std::vector<Problem> problems;  // files that cannot be used
};

// A series or mask that knows where it belongs.
struct Placed {
  Patient patient;      // patient.id is the key
  std::string session;  // key: "ses-01", a study instance UID, a folder ...; equal ones are one date
  bool named = false;   // `session` is a name to show
  bool loose = false;   // `session` was made from a file name: a mask's may be longer than its image's
  std::optional<Date> date;
  std::optional<double> day;
  bool simulated = false;
  TimepointKind kind = TimepointKind::acquired;
  double horizon_days = 0;       // of a prediction
  std::optional<Series> series;  // one of the two
  std::optional<Segmentation> mask;
  Grid mask_grid;                 // of a mask: to find its image
  std::string referenced_series;  // of a DICOM SEG
  std::vector<Problem> problems;
};

// What we wrote as computed (its description starts with "PREDICTED +90 d" or "SYNTHETIC RESEARCH ONLY") must never
// come back as a scan: makes `placed` a date of its own and of that kind and takes the mark of simulation off the
// study.
void mark_if_predicted(const std::string& description, Placed& placed);

std::vector<Placed> place_dicom(const FoundFiles& found, const std::filesystem::path& folder);
std::vector<Placed> place_raw(const FoundFiles& found, const std::filesystem::path& folder);

// Studies from what was placed: patients, dates in order, masks beside their images.
std::vector<Study> build_studies(std::vector<Placed> placed, const std::filesystem::path& folder);

}  // namespace longview
