// A file that predict wrote, or any label map, as DICOM that stands on a study.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/pipeline/export_study.h"

namespace longview {

struct ExportLabelsRequest {
  std::filesystem::path file;  // labels or image; where record.json lies beside it, it is a prediction and marked
  std::filesystem::path like;  // the study or series it belongs to
  std::string session;         // which date it lies on; empty: the record's last input, else the last date
  ExportFormat format = ExportFormat::seg;
  std::string review = "not reviewed";
  std::filesystem::path out;  // a file (ends in .dcm) or a folder
};

// Throws Failure where labels and study do not belong together.
std::vector<ExportedObject> export_labels(const ExportLabelsRequest& request, const Progress& progress = {});

}  // namespace longview
