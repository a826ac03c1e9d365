#include "app/pipeline/cohort.h"

#include <algorithm>

#include "app/pipeline/align.h"
#include "app/pipeline/open.h"
#include "app/pipeline/prepare.h"
#include "imaging/core/failure.h"
#include "imaging/reading/scan.h"
#include "networks/evaluation/splits.h"

namespace longview {

namespace {
bool among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void select(std::vector<Study>& studies, const CohortOptions& options) {
  std::vector<std::string> all;
  for (const Study& study : studies) all.push_back(study.patient.id);
  const auto every = [&](int n) {
    return n > 0 ? hold_out_every(all, static_cast<std::size_t>(n)).test : std::vector<std::string>{};
  };
  const std::vector<std::string> left_out = every(options.leave_out_every), kept = every(options.only_every);
  std::erase_if(studies, [&](const Study& study) {
    const std::string& id = study.patient.id;
    return among(options.leave_out, id) || among(left_out, id) || (!options.only.empty() && !among(options.only, id)) ||
           (options.only_every > 0 && !among(kept, id));
  });
}
}  // namespace

std::vector<History> load_cohort(const std::filesystem::path& folder, const CohortOptions& options,
                                 std::vector<Problem>& problems, const Progress& progress) {
  std::vector<Study> studies = scan(folder, progress.part(0, 0.02));
  select(studies, options);
  std::vector<History> cohort;
  const double n = static_cast<double>(std::max<std::size_t>(1, studies.size()));
  for (std::size_t i = 0; i < studies.size(); ++i) {
    const double at = static_cast<double>(i);
    const Progress part = progress.part(0.02 + 0.98 * at / n, 0.02 + 0.98 * (at + 1) / n, studies[i].patient.id);
    try {
      const Study study = options.sequence.empty() ? studies[i] : with_sequence(studies[i], options.sequence);
      const Study aligned = align(load(study, part.part(0, 0.2)), part.part(0.2, 0.5));
      cohort.push_back(prepare(aligned, 0, part.part(0.5, 1), options.preparation));
    } catch (const Failure& failure) {
      problems.push_back({Severity::warning, studies[i].patient.id, failure.what()});
    }
  }
  if (cohort.empty()) throw Failure("No patient of " + folder.string() + " could be prepared.");
  return cohort;
}

}  // namespace longview
