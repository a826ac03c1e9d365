#include "imaging/writing/private/outgoing.h"

#include <algorithm>

#include "imaging/writing/private/dicom_item.h"

namespace longview {

namespace {

Outgoing outgoing_file(const std::filesystem::path& file) {
  Outgoing outgoing;
  outgoing.file = file;
  DcmFileFormat format;
  const OFCondition read =
      format.loadFileUntilTag(file.c_str(), EXS_Unknown, EGL_noChange, DCM_MaxReadLength, ERM_fileOnly, DCM_PixelData);
  if (read.bad()) {
    outgoing.fault = std::filesystem::exists(file) ? "It is no DICOM file." : "The file does not exist.";
    return outgoing;
  }
  DcmDataset& dataset = *format.getDataset();
  dataset.convertToUTF8();
  outgoing.study = get(dataset, DCM_StudyInstanceUID);
  outgoing.series = get(dataset, DCM_SeriesInstanceUID);
  outgoing.sop_instance = get(dataset, DCM_SOPInstanceUID);
  outgoing.description = get(dataset, DCM_SeriesDescription);
  if (outgoing.description.empty()) outgoing.description = get(dataset, DCM_Modality);
  outgoing.kind = {get(dataset, DCM_SOPClassUID), DcmXfer(dataset.getOriginalXfer()).getXferID()};
  if (outgoing.sop_instance.empty() || outgoing.kind.first.empty() || outgoing.study.empty() || outgoing.series.empty())
    outgoing.fault = "It is DICOM, but no object of a study: a UID is missing.";
  return outgoing;
}

}  // namespace

std::vector<Outgoing> outgoing_files(const std::vector<std::filesystem::path>& paths) {
  std::vector<Outgoing> all;
  for (const auto& path : paths) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(path, ignored)) {
      all.push_back(outgoing_file(path));
      continue;
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             path, std::filesystem::directory_options::skip_permission_denied, ignored))
      if (entry.is_regular_file(ignored)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) all.push_back(outgoing_file(file));
  }
  return all;
}

}  // namespace longview
