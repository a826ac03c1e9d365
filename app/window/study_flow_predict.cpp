// Predictions of an open study: prepared, run, back-tested, and put into the document.
#include <algorithm>
#include <utility>

#include "app/pipeline/networks.h"
#include "app/pipeline/prepare.h"
#include "app/pipeline/timepoints.h"
#include "app/window/study_flow_start.h"

namespace longview {

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

namespace {
// A light history is made on the spot: for models that prepare brains themselves.
std::pair<Prediction, std::vector<Check>> predicted_with(const PredictRequest& request, const Study& study,
                                                         std::shared_ptr<const History> history,
                                                         const Progress& progress) {
  const Model& model = networks().model_named(request.model);
  if (!history)
    history = std::make_shared<const History>(prepare(study, 0, progress.part(0, 0.02), model.card().preparation));
  return {longview::predict(model, *history, request, progress.part(0.02, 1)),
          model.applicable(*history, Horizon{request.horizon_days})};
}
}  // namespace

void StudyFlow::run_prediction(PredictRequest request, bool backtest_as_well) {
  const auto card = document_.cards.find(request.model);
  const bool light = card != document_.cards.end() && card->second.preparation == Preparation::scan;
  if (!document_.history && !light) return prepare_history();
  wanted_.reset();
  start(
      tr("Predicting"), Lane::compute,
      [request, study = document_.study, history = document_.history](const Progress& progress) {
        return predicted_with(request, *study, history, progress);
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
        if (backtest_as_well && prediction.kind != TimepointKind::synthetic) run_backtest(request);
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
                                inputs, findings, session.empty() ? prediction.numbers : std::vector<NamedNumber>{}});
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
        return backtest(*study, with_baselines(request.model), request.options, progress);
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

}  // namespace longview
