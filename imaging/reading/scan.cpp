#include "imaging/reading/scan.h"

#include <algorithm>
#include <mutex>

#include "imaging/core/failure.h"
#include "imaging/reading/formats.h"
#include "imaging/reading/found_image.h"
#include "imaging/reading/parallel.h"

namespace longview {
namespace {

constexpr std::size_t most_files = 1000000;

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder, const Progress& progress) {
  if (std::filesystem::is_regular_file(folder)) return {folder};
  std::vector<std::filesystem::path> files;
  const auto options = std::filesystem::directory_options::skip_permission_denied;
  std::error_code error;
  auto entry = std::filesystem::recursive_directory_iterator(folder, options, error);
  for (; !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name[0] == '.') {
      if (entry->is_directory(error)) entry.disable_recursion_pending();
    } else if (entry->is_regular_file(error)) {
      files.push_back(entry->path());
    }
    if (files.size() > most_files)
      throw Failure("The folder " + folder.string() + " holds over a million files; choose a part of it.");
    if (files.size() % 1024 == 0) progress.check();
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool named_as_dicom(const std::filesystem::path& file) {
  std::string suffix = file.extension().string();
  std::transform(suffix.begin(), suffix.end(), suffix.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return suffix == ".dcm" || suffix == ".ima" || suffix == ".dicom";
}

// What one file is: at most one of the three is set.
struct Finding {
  std::shared_ptr<const DicomHeader> dicom;
  std::optional<RawImage> raw;
  std::optional<Problem> problem;
};

Finding raw_finding(const Format& format, const std::filesystem::path& file) {
  Finding finding;
  finding.raw = format.read_header(file);
  try {
    check(*finding.raw);
  } catch (const Failure& failure) {
    finding.raw->refusal = failure.what();
  }
  return finding;
}

Finding look_at(const std::filesystem::path& file) {
  Finding finding;
  try {
    if (const Format* format = format_of(file)) return raw_finding(*format, file);
    if (file.filename() == "DICOMDIR") return finding;
    if (looks_like_dicom(file))
      finding.dicom = std::make_shared<const DicomHeader>(read_dicom_header(file));
    else if (named_as_dicom(file))
      finding.problem = {Severity::warning, file.filename().string(),
                         "The file is named as DICOM but holds something else; it is left aside."};
  } catch (const Failure& failure) {
    finding.problem = {Severity::error, file.filename().string(), failure.what()};
  }
  return finding;
}

FoundFiles find(const std::filesystem::path& folder, const Progress& progress) {
  const auto files = files_in(folder, progress);
  std::vector<Finding> findings(files.size());
  std::atomic<std::size_t> done = 0;
  in_parallel(files.size(), [&](std::size_t i) {
    progress.check();
    findings[i] = look_at(files[i]);
    if (const std::size_t n = ++done; n % 64 == 0)
      progress.report(0.9 * static_cast<double>(n) / static_cast<double>(files.size()),
                      "Looking through " + std::to_string(files.size()) + " files");
  });
  FoundFiles found;
  for (Finding& finding : findings) {
    if (finding.dicom) found.dicom.push_back(std::move(finding.dicom));
    if (finding.raw) found.raw.push_back(std::move(*finding.raw));
    if (finding.problem) found.problems.push_back(std::move(*finding.problem));
  }
  return found;
}

}  // namespace

std::vector<Study> scan(const std::filesystem::path& folder, const Progress& progress) {
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) throw Failure("The folder " + folder.string() + " does not exist.");
  const auto absolute = std::filesystem::absolute(folder).lexically_normal();
  const FoundFiles found = find(absolute, progress);
  std::vector<Placed> placed = place_dicom(found, absolute);
  for (Placed& p : place_raw(found, absolute)) placed.push_back(std::move(p));
  std::vector<Study> studies = build_studies(std::move(placed), folder);
  if (studies.empty())
    throw Failure("The folder " + folder.string() + " holds no image." +
                  (found.problems.empty() ? "" : " " + found.problems[0].what));
  studies[0].problems.insert(studies[0].problems.end(), found.problems.begin(), found.problems.end());
  progress.report(1, "Looking through files");
  return studies;
}

}  // namespace longview
