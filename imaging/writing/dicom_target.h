// What every DICOM object that we write needs to know: whose it is, which series it stands on, how it is marked.
#pragma once

#include <optional>
#include <string>

#include "imaging/core/study.h"

namespace longview {

struct DicomTarget {
  Patient patient;
  const Timepoint* timepoint = nullptr;  // the date that the object describes or was predicted from
  const Series* source = nullptr;        // the series whose grid, study UID and frame of reference are referenced
  std::optional<Provenance> provenance;  // set for predictions: they are marked (window.md 10, peers.md E4 to E6)
  TimepointKind kind = TimepointKind::predicted;  // of what has a provenance
  bool simulated = false;                         // (0008,001C) Synthetic Data = YES
  std::string review = "not reviewed";            // written into the object
};

}  // namespace longview
