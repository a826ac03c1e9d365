#include "app/window/study_flow.h"

#include <algorithm>
#include <utility>

#include "app/pipeline/align.h"
#include "app/pipeline/networks.h"
#include "app/pipeline/open.h"
#include "app/pipeline/prepare.h"
#include "app/pipeline/propose.h"
#include "app/pipeline/timepoints.h"
#include "imaging/core/failure.h"
#include "imaging/preparation/brain_mask.h"

namespace longview {

StudyFlow::StudyFlow(Jobs& jobs, QObject* parent) : QObject(parent), jobs_(jobs) {}

template <class Work, class Done>
void StudyFlow::start(const QString& title, Lane lane, Work work, Done done) {
  const std::uint64_t run = open_run_;
  const std::uint64_t job = jobs_.start(
      title, lane, std::move(work),
      [this, run, done = std::move(done)](auto value) {
        if (run == open_run_) done(std::move(value));
      },
      [this, run, title](JobEnd end, const QString& sentence) {
        if (run != open_run_) return;
        preparing_ = false;
        wanted_.reset();
        held_back_.reset();
        if (end == JobEnd::failed) Q_EMIT refused(title, sentence);
        Q_EMIT changed();
      });
  started_.push_back(job);
}

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
        document_.study = std::make_shared<const Study>(std::move(study));
        Q_EMIT opened();
        Q_EMIT changed();
        load_dates();
      });
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
      [study = document_.study](const Progress& progress) { return std::pair(study, numbers_of(*study, progress)); },
      [this](std::pair<std::shared_ptr<const Study>, std::vector<DateNumbers>> measured) {
        // Of a study that was replaced meanwhile: another measurement is under way.
        if (measured.second.size() != document_.study->timepoints.size()) return;
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

void StudyFlow::prepare_history() {
  if (document_.history || preparing_ || !document_.aligned) return;
  preparing_ = true;
  start(
      tr("Preparing the scans"), Lane::compute,
      [study = document_.study](const Progress& progress) {
        return std::make_shared<const History>(prepare(*study, 0, progress));
      },
      [this](std::shared_ptr<const History> history) {
        preparing_ = false;
        document_.history = std::move(history);
        Q_EMIT history_ready();
        Q_EMIT changed();
        if (wanted_) run_prediction(wanted_->first, wanted_->second);
      });
}

void StudyFlow::predict(const PredictRequest& request, bool backtest_as_well) {
  wanted_ = std::pair(request, backtest_as_well);
  if (document_.aligned) run_prediction(request, backtest_as_well);
}

void StudyFlow::hold_back(const PredictRequest& request) {
  if (document_.aligned) return run_backtest(request);
  held_back_ = request;
}

void StudyFlow::run_prediction(PredictRequest request, bool backtest_as_well) {
  if (!document_.history) return prepare_history();
  wanted_.reset();
  start(
      tr("Predicting"), Lane::compute,
      [request, history = document_.history](const Progress& progress) {
        const Model& model = networks().model_named(request.model);
        return std::pair(longview::predict(model, *history, request, progress),
                         model.applicable(*history, Horizon{request.horizon_days}));
      },
      [this, request, backtest_as_well](std::pair<Prediction, std::vector<Check>> result) {
        const Prediction& prediction = result.first;
        // Some models only say something of the scans that are there: they make no time point.
        const bool makes_date = prediction.image || prediction.labels || prediction.probability;
        if (makes_date) replace(std::make_shared<const Study>(with_timepoint(*document_.study, prediction)));
        const std::string model = prediction.provenance.model;
        for (const auto& warning : prediction.provenance.warnings) add_problem({Severity::warning, model, warning});
        std::string session;
        for (const auto& timepoint : document_.study->timepoints)
          if (makes_date && timepoint.kind == prediction.kind && timepoint.provenance &&
              timepoint.provenance->model == model &&
              timepoint.provenance->horizon_days == prediction.provenance.horizon_days)
            session = timepoint.session;
        add_findings(prediction, session);
        if (!makes_date) {
          Q_EMIT changed();
          Q_EMIT said(tr("%1 is done: its maps and tables stand under Findings.")
                          .arg(QString::fromStdString(prediction.provenance.model)));
          return;
        }
        // Of the same weights the same voxels come out: what was said of them before still holds.
        Review& review = document_.reviews[session];
        const QString made_by =
            QString::fromStdString(prediction.provenance.weights_sha256 + " " + prediction.provenance.version + " " +
                                   std::to_string(prediction.provenance.seed));
        if (review.of != made_by) review = {};
        review.of = made_by;
        document_.checks[session] = std::move(result.second);
        measure();
        Q_EMIT changed();
        Q_EMIT predicted(QString::fromStdString(session));
        if (backtest_as_well) run_backtest(request);
      });
}

void StudyFlow::add_findings(const Prediction& prediction, const std::string& session) {
  const Findings& findings = prediction.findings;
  const std::string& model = prediction.provenance.model;
  std::erase_if(document_.findings, [&](const ModelFindings& other) { return other.model == model; });
  if (findings.maps.empty() && findings.tables.empty() && findings.facts.empty()) return;
  const auto card = document_.cards.find(model);
  const auto& inputs = prediction.provenance.inputs;
  const std::size_t last = acquired_timepoints(*document_.study).back();
  document_.findings.push_back({model, card == document_.cards.end() ? model : card->second.title,
                                inputs.empty() ? document_.study->timepoints[last].session : inputs.back(), session,
                                inputs, findings});
}

void StudyFlow::run_backtest(const PredictRequest& request) {
  const auto acquired = acquired_timepoints(*document_.study);
  if (acquired.size() < 2) {
    Q_EMIT said(tr("A back-test needs two acquired dates; this study has one."));
    return;
  }
  start(
      tr("Back-test"), Lane::compute,
      [request, study = document_.study](const Progress& progress) {
        std::vector<std::string> models{request.model};
        for (const Model* model : networks().models())
          if (model->card().weights_file.empty() && model->card().name != request.model)
            models.push_back(model->card().name);
        return backtest(*study, models, request.options, progress);
      },
      [this, request](Backtest result) {
        const auto own = result.predictions.find(request.model);
        const bool ran = own != result.predictions.end();
        if (ran) {
          Study study = with_timepoint(*document_.study, own->second, TimepointKind::backtest);
          replace(std::make_shared<const Study>(std::move(study)));
        }
        document_.backtest = std::move(result);
        measure();
        Q_EMIT changed();
      });
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
