#include "app/pipeline/cohort.h"

#include <algorithm>

#include "app/pipeline/align.h"
#include "app/pipeline/open.h"
#include "app/pipeline/prepare.h"
#include "imaging/core/failure.h"
#include "imaging/reading/scan.h"

namespace longview {

std::vector<History> load_cohort(const std::filesystem::path& folder, const std::vector<std::string>& leave_out,
                                 std::vector<Problem>& problems, const Progress& progress) {
  std::vector<Study> studies = scan(folder, progress.part(0, 0.02));
  std::erase_if(studies, [&](const Study& study) {
    return std::find(leave_out.begin(), leave_out.end(), study.patient.id) != leave_out.end();
  });
  std::vector<History> cohort;
  const double n = static_cast<double>(std::max<std::size_t>(1, studies.size()));
  for (std::size_t i = 0; i < studies.size(); ++i) {
    const double at = static_cast<double>(i);
    const Progress part = progress.part(0.02 + 0.98 * at / n, 0.02 + 0.98 * (at + 1) / n, studies[i].patient.id);
    try {
      cohort.push_back(prepare(align(load(studies[i], part.part(0, 0.2)), part.part(0.2, 0.5)), 0, part.part(0.5, 1)));
    } catch (const Failure& failure) {
      problems.push_back({Severity::warning, studies[i].patient.id, failure.what()});
    }
  }
  if (cohort.empty()) throw Failure("No patient of " + folder.string() + " could be prepared for training.");
  return cohort;
}

}  // namespace longview
