#include "app/window/study_flow.h"

#include <algorithm>
#include <utility>

#include "app/pipeline/align.h"
#include "app/pipeline/open.h"
#include "app/pipeline/propose.h"
#include "app/pipeline/timepoints.h"
#include "app/window/region_course.h"
#include "app/window/study_flow_start.h"
#include "imaging/core/failure.h"
#include "imaging/preparation/brain_mask.h"

namespace longview {

StudyFlow::StudyFlow(Jobs& jobs, QObject* parent) : QObject(parent), jobs_(jobs) {}

void StudyFlow::open(const std::filesystem::path& folder, const std::string& patient) {
  ++open_run_;
  for (const std::uint64_t job : std::exchange(started_, {})) jobs_.cancel(job);
  preparing_ = false;
  wanted_.reset();
  OpenOptions options;
  options.patient = patient;
  start(
      tr("Reading headers"), Lane::reading,
      [folder, options](const Progress& progress) { return open_study(folder, options, progress); },
      [this](Study study) {
        document_ = Document{.cards = std::move(document_.cards)};
        if (age_years_) study.patient.age_years = age_years_;
        if (!sex_.empty()) study.patient.sex = sex_;
        document_.study = std::make_shared<const Study>(std::move(study));
        Q_EMIT opened();
        Q_EMIT changed();
        load_dates();
      });
}

void StudyFlow::set_person(std::optional<double> age_years, const std::string& sex) {
  age_years_ = age_years;
  sex_ = sex;
}

void StudyFlow::load_dates() {
  // The newest date is what the active view shows first; it is read first.
  std::vector<std::size_t> left(document_.study->timepoints.size());
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
  load_next(std::move(left));
}

void StudyFlow::load_next(std::vector<std::size_t> left) {
  if (left.empty()) {
    document_.loaded = true;
    measure();
    align_dates();
    return;
  }
  const std::size_t index = left.back();
  left.pop_back();
  struct Loaded {
    Timepoint timepoint;
    std::vector<Problem> problems;
  };
  start(
      tr("Reading images"), Lane::reading,
      [timepoint = document_.study->timepoints[index]](const Progress& progress) {
        Loaded loaded;
        loaded.timepoint = load(timepoint, loaded.problems, progress);
        return loaded;
      },
      [this, index, left = std::move(left)](Loaded loaded) {
        Study study = *document_.study;
        study.timepoints[index] = std::move(loaded.timepoint);
        study.problems.insert(study.problems.end(), loaded.problems.begin(), loaded.problems.end());
        replace(std::make_shared<const Study>(std::move(study)));
        load_next(left);
      });
}

void StudyFlow::align_dates() {
  if (acquired_timepoints(*document_.study).empty()) {
    Q_EMIT refused(tr("Open"), tr("Nothing in this study could be read. The reasons stand under Problems."));
    return;
  }
  start(
      tr("Aligning dates"), Lane::compute,
      [study = document_.study](const Progress& progress) { return align(*study, progress); },
      [this](Study study) {
        document_.aligned = true;
        replace(std::make_shared<const Study>(std::move(study)));
        measure();
        find_brain();
        if (wanted_) run_prediction(wanted_->first, wanted_->second);
        if (held_back_) run_backtest(*std::exchange(held_back_, std::nullopt));
      });
}

void StudyFlow::find_brain() {
  const Series& series = loaded_series(document_.study->timepoints[acquired_timepoints(*document_.study).front()]);
  if (series.modality == "CT") return;
  start(
      tr("Finding the brain"), Lane::compute,
      [scan = *series.volume](const Progress& progress) {
        // Only for the look of the 3D views: a scan without a whole brain keeps the surface of the head.
        try {
          return std::optional(brain_mask(scan, progress));
        } catch (const Failure&) {
          return std::optional<Volume>();
        }
      },
      [this](std::optional<Volume> mask) {
        document_.brain = std::move(mask);
        Q_EMIT changed();
      });
}

void StudyFlow::measure() {
  start(
      tr("Measuring"), Lane::reading,
      [study = document_.study, findings = document_.findings](const Progress& progress) {
        auto regions = std::make_shared<const RegionCourse>(region_course(*study, findings, progress));
        return std::pair(std::move(regions), numbers_of(*study, progress));
      },
      [this](std::pair<std::shared_ptr<const RegionCourse>, std::vector<DateNumbers>> measured) {
        // Of a study that was replaced meanwhile: another measurement is under way.
        if (measured.second.size() != document_.study->timepoints.size()) return;
        document_.regions = std::move(measured.first);
        document_.numbers = std::move(measured.second);
        Q_EMIT changed();
      });
}

void StudyFlow::replace(std::shared_ptr<const Study> study) {
  if (study->timepoints.size() != document_.study->timepoints.size()) document_.numbers.clear();
  document_.study = std::move(study);
  Q_EMIT changed();
}

void StudyFlow::add_problem(const Problem& problem) {
  Study study = *document_.study;
  const auto same = [&](const Problem& other) { return other.where == problem.where && other.what == problem.what; };
  if (std::any_of(study.problems.begin(), study.problems.end(), same)) return;
  study.problems.push_back(problem);
  document_.study = std::make_shared<const Study>(std::move(study));
}

void StudyFlow::propose_lesion(const Vec3& study_point) {
  const auto acquired = acquired_timepoints(*document_.study);
  if (acquired.empty() || !document_.aligned) {
    Q_EMIT refused(tr("Propose lesion"), tr("The dates are not aligned yet. Wait for it and try again."));
    return;
  }
  const Vec3 point = map_point(study_to_scan(document_.study->timepoints[acquired.back()]), study_point);
  start(
      tr("Proposing a lesion"), Lane::compute,
      [point, study = document_.study](const Progress& progress) { return propose_lesions(*study, point, progress); },
      [this](Study study) {
        document_.proposal = std::make_shared<const Study>(std::move(study));
        Q_EMIT changed();
      });
}

void StudyFlow::confirm_proposal() {
  if (!document_.proposal) return;
  document_.history.reset();  // models have to see the new lesion
  replace(std::exchange(document_.proposal, nullptr));
  measure();
}

void StudyFlow::discard_proposal() {
  document_.proposal.reset();
  Q_EMIT changed();
}

void StudyFlow::set_cards(const std::vector<ModelCard>& cards) {
  for (const ModelCard& card : cards) document_.cards[card.name] = card;
  Q_EMIT changed();
}

void StudyFlow::set_reviews(const std::map<std::string, Review>& reviews) {
  document_.reviews = reviews;
  Q_EMIT changed();
}

void StudyFlow::set_review(const std::string& session, const Review& review) {
  document_.reviews[session] = review;
  Q_EMIT changed();
}

}  // namespace longview
