// The options that every command on a study shares, and the way from them to an aligned study.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/study.h"

namespace CLI {
class App;
}

namespace longview {

struct StudyOptions {
  std::filesystem::path study;
  std::string patient;
  std::vector<std::string> masks;  // "SESSION=FILE"
  std::string at;                  // "X,Y,Z", LPS mm of the last scan: a lesion is proposed where a date has none
  std::optional<double> age_years; // given where the scans do not say it, or say it wrong
  std::string sex;                 // "M", "F", "O"; the same
  std::string sequence;            // "FLAIR": this one, where dates have several
  bool hold_back = false;          // leave the last date out: it is the truth
};

// Adds STUDY, --patient, --mask, --at, --sequence, --age and --sex.
void add_study_options(CLI::App& command, StudyOptions& options);

// "ses-01=FILE" ... as open_study wants them. Throws Failure with the form expected.
std::map<std::string, std::filesystem::path> mask_files(const std::vector<std::string>& pairs);

// "X,Y,Z". Throws Failure with the form expected.
Vec3 point_from(const std::string& text);

// "0,90,180". Throws Failure with the form expected.
std::vector<double> days_from(const std::string& text);

// Opened, read and aligned, with lesions proposed from --at on the dates that have none.
Study aligned_study(const StudyOptions& options, const Progress& progress);

// Days between the last date and the one before it. Throws Failure where they are not known.
double held_back_interval(const StudyOptions& options);

}  // namespace longview
