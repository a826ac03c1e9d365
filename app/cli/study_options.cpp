#include "app/cli/study_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>

#include "app/pipeline/align.h"
#include "app/pipeline/open.h"
#include "app/pipeline/propose.h"
#include "imaging/core/failure.h"

namespace longview {

void add_study_options(CLI::App& command, StudyOptions& options) {
  command.add_option("STUDY", options.study, "Folder or file with one patient's scans (DICOM, NIfTI, NRRD, MetaImage)")
      ->required();
  command.add_option("--patient", options.patient, "Which patient, where the folder holds several");
  command.add_option("--mask", options.masks,
                     "SESSION=FILE: the lesion mask of a date, instead of one beside the image");
  command.add_option("--at", options.at,
                     "X,Y,Z in LPS mm of the last scan: propose a lesion there on dates without a mask");
  command.add_option("--sequence", options.sequence, "FLAIR, T1w, ce-T1w, ...: which one, where dates have several");
  command.add_option("--age", options.age_years, "The patient's age in years at the first date, instead of the scans'")
      ->check(CLI::Range(0.0, 130.0));
  command.add_option("--sex", options.sex, "M, F or O, instead of the scans'")->check(CLI::IsMember({"M", "F", "O"}));
}

std::map<std::string, std::filesystem::path> mask_files(const std::vector<std::string>& pairs) {
  std::map<std::string, std::filesystem::path> masks;
  for (const std::string& pair : pairs) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size())
      throw Failure("A mask is given as SESSION=FILE, for example ses-01=tumour.nii.gz; this is " + pair + ".");
    masks[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return masks;
}

std::vector<double> days_from(const std::string& text) {
  std::vector<double> days;
  std::istringstream in(text);
  for (std::string word; std::getline(in, word, ',');) {
    std::size_t used = 0;
    try {
      days.push_back(std::stod(word, &used));
    } catch (const std::exception&) {
      used = 0;
    }
    if (used == 0 || used != word.size())
      throw Failure("Days are given as whole numbers with commas, for example 0,90,180; this is " + text + ".");
  }
  return days;
}

Vec3 point_from(const std::string& text) {
  std::istringstream in(text);
  Vec3 point{};
  char comma = ',', other = ',';
  if (!(in >> point[0] >> comma >> point[1] >> other >> point[2]) || comma != ',' || other != ',' || !in.eof())
    throw Failure("A place is given as X,Y,Z in LPS mm, for example --at=-35,27,24; this is " + text + ".");
  return point;
}

namespace {
void leave_last_out(Study& study) {
  const auto last = std::find_if(study.timepoints.rbegin(), study.timepoints.rend(),
                                 [](const Timepoint& timepoint) { return timepoint.kind == TimepointKind::acquired; });
  if (study.timepoints.size() < 2 || last == study.timepoints.rend())
    throw Failure("Only one date in this study, so none can be held back.");
  study.timepoints.erase(std::next(last).base());
}
}  // namespace

Study aligned_study(const StudyOptions& options, const Progress& progress) {
  Study opened = open_study(options.study, {options.patient, mask_files(options.masks), options.sequence},
                            progress.part(0, 0.1));
  if (options.hold_back) leave_last_out(opened);
  if (options.age_years) opened.patient.age_years = options.age_years;
  if (!options.sex.empty()) opened.patient.sex = options.sex;
  Study study = align(load(opened, progress.part(0.1, 0.4)), progress.part(0.4, 0.9));
  if (options.at.empty()) return study;
  return propose_lesions(study, point_from(options.at), progress.part(0.9, 1));
}

double held_back_interval(const StudyOptions& options) {
  const Study study = open_study(options.study, {options.patient, {}, options.sequence});
  const std::size_t n = study.timepoints.size();
  if (n < 2 || !study.timepoints[n - 1].day || !study.timepoints[n - 2].day)
    throw Failure("The interval to the held-back date is not known: the study needs two dated scans.");
  return *study.timepoints[n - 1].day - *study.timepoints[n - 2].day;
}

}  // namespace longview
