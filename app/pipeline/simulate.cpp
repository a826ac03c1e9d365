#include "app/pipeline/simulate.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <random>

#include "app/pipeline/simulated_files.h"
#include "imaging/core/failure.h"

namespace longview {

namespace {
namespace fs = std::filesystem;

SimulatedPatient simulated(const Anatomy& anatomy, const SimulateOptions& options, const Progress& progress) {
  if (bids_subject(options.patient) == "sub-") throw Failure("A patient's name needs a letter or a number.");
  GliomaStudyOptions study;
  study.days.clear();
  for (double day : options.days) study.days.push_back(std::round(day));
  study.seed = options.seed;
  study.slice_thickness_mm = options.slice_thickness_mm;
  study.first_volume_ml = options.first_volume_ml;
  study.growth = options.growth;
  return {options.patient, anatomy.name, options.seed, options.slice_thickness_mm,
          simulate_glioma(anatomy.scan, anatomy.brain, anatomy.tissue, study, progress)};
}

SimulatedStudy summary(const SimulatedPatient& patient, const fs::path& folder) {
  return {folder, patient.id, std::string(name_of(patient.glioma.course)), summaries(patient.glioma)};
}
}  // namespace

SimulatedStudy simulate_study(const Anatomy& anatomy, const fs::path& folder, const SimulateOptions& options,
                              const Progress& progress) {
  need_empty_folder(folder);
  const SimulatedPatient patient = simulated(anatomy, options, progress.part(0, 0.7));
  if (options.format == StudyFormat::dicom) {
    write_simulated_dicom(patient, folder, progress.part(0.7, 1));
  } else {
    write_simulated_nifti(patient, folder, progress.part(0.7, 1));
    write_bids_tables(folder);
  }
  return summary(patient, folder);
}

SimulatedStudy simulate_study(const fs::path& anatomy_t1, const fs::path& folder, const SimulateOptions& options,
                              const Progress& progress) {
  need_empty_folder(folder);
  return simulate_study(read_anatomy(anatomy_t1, progress.part(0, 0.4)), folder, options, progress.part(0.4, 1));
}

SimulatedStudy make_demo_study(const fs::path& folder, const Progress& progress) {
  const fs::path colin = "/usr/share/mricron/templates/ch2.nii.gz";
  if (!fs::exists(colin))
    throw Failure("The demonstration needs the Colin27 brain in " + colin.string() +
                  "; install it with: apt-get install mricron-data. Or give any T1 with --anatomy.");
  SimulateOptions options;
  options.seed = 12;
  options.first_volume_ml = 3.5;
  options.growth =
      GliomaGrowth{.d_white = 0.064, .white_to_grey = 12, .rho = 0.0131, .seed = {-30, 46, 30}, .mass_effect_mm = 4};
  return simulate_study(colin, folder, options, progress);
}

namespace {
// One patient of a cohort: what it is made from and how it is scanned.
struct Member {
  int number = 0;
  SimulateOptions options;
};

std::vector<Member> members(int count, std::uint64_t seed) {
  std::vector<Member> all;
  for (int n = 0; n < count; ++n) {
    std::seed_seq key{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                      static_cast<std::uint32_t>(n)};
    std::mt19937_64 random(key);
    const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
    Member member{n, {}};
    char name[24];
    std::snprintf(name, sizeof name, "SIM%04d", n + 1);
    member.options.patient = name;
    member.options.format = StudyFormat::nifti;
    member.options.seed = random();
    const double first = std::round(30 + 170 * uniform()), second = std::round(30 + 170 * uniform());
    member.options.days = {0, first};
    if (uniform() < 0.7) member.options.days.push_back(first + second);
    const double thickness = 5 + 0.5 * std::floor(4 * uniform());
    member.options.slice_thickness_mm = uniform() < 0.5 ? 0 : thickness;
    all.push_back(std::move(member));
  }
  return all;
}
}  // namespace

std::vector<SimulatedStudy> simulate_cohort(const std::vector<fs::path>& anatomies, const fs::path& folder, int count,
                                            std::uint64_t seed, const Progress& progress) {
  if (anatomies.empty()) throw Failure("A simulated cohort needs at least one anatomy.");
  if (count < 1) throw Failure("A simulated cohort needs at least one patient.");
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Failure("The folder " + folder.string() + " cannot be made: " + error.message() + ".");
  std::map<std::size_t, std::vector<Member>> by_anatomy;  // each brain is prepared once
  for (Member& member : members(count, seed)) {
    if (fs::exists(truth_file(folder, member.options.patient))) continue;
    by_anatomy[static_cast<std::size_t>(member.number) % anatomies.size()].push_back(std::move(member));
  }
  std::vector<SimulatedStudy> made;
  double done = 0;
  for (const auto& [which, patients] : by_anatomy) {
    const Anatomy anatomy = read_anatomy(anatomies[which]);
    for (const Member& member : patients) {
      progress.report(done++ / count, "simulating " + member.options.patient);
      const SimulatedPatient patient = simulated(anatomy, member.options, {});
      write_simulated_nifti(patient, folder, {});
      made.push_back(summary(patient, folder));
    }
  }
  write_bids_tables(folder);
  return made;
}

}  // namespace longview
