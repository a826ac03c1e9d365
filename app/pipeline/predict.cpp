#include "app/pipeline/predict.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/pipeline/networks.h"
#include "app/pipeline/prepare.h"
#include "app/pipeline/timepoints.h"
#include "imaging/core/failure.h"

namespace longview {

Prediction predict(const Study& study, const PredictRequest& request, const Progress& progress) {
  const Model& model = networks().model_named(request.model);
  return predict(model, prepare(study, 0, progress.part(0, 0.5), model.card().preparation), request,
                 progress.part(0.5, 1));
}

Prediction predict(const Model& model, const History& history, const PredictRequest& request,
                   const Progress& progress) {
  const Horizon horizon{request.horizon_days};
  const auto checks = model.applicable(history, horizon);
  if (refused(checks)) throw Failure(refusal_text(model.card(), checks));
  Prediction prediction = model.predict(history, horizon, request.options, progress);
  Provenance& provenance = prediction.provenance;
  for (const Check& check : checks)
    if (check.verdict == Check::Verdict::warns &&
        std::find(provenance.warnings.begin(), provenance.warnings.end(), check.sentence) == provenance.warnings.end())
      provenance.warnings.push_back(check.sentence);
  return prediction;
}

std::vector<ModelFit> fits(const History& history, Horizon horizon) {
  std::vector<ModelFit> all;
  for (const Model* model : networks().models()) all.push_back({model, model->applicable(history, horizon)});
  return all;
}

namespace {
std::string session_of(const Prediction& prediction, TimepointKind kind) {
  char days[32];
  std::snprintf(days, sizeof days, "%03.0fd", prediction.provenance.horizon_days);
  const std::string start = kind == TimepointKind::backtest    ? "backtest-"
                            : kind == TimepointKind::synthetic ? "synthetic-"
                                                               : "predicted-";
  return start + prediction.provenance.model + "-" + days;
}

Series predicted_series(const Prediction& prediction, const Series& source, TimepointKind kind) {
  Series series;
  series.id = "predicted";
  series.modality = source.modality;
  series.sequence = source.sequence;
  series.description = source.description + (kind == TimepointKind::synthetic ? ", synthetic" : ", predicted");
  series.grid = prediction.image->grid;
  series.format = "memory";
  series.frame_of_reference = source.frame_of_reference;
  series.volume = prediction.image;
  return series;
}
}  // namespace

Study with_timepoint(const Study& study, const Prediction& prediction, std::optional<TimepointKind> wanted) {
  const TimepointKind kind = wanted.value_or(prediction.kind);
  const auto& inputs = prediction.provenance.inputs;
  const auto last = std::find_if(study.timepoints.rbegin(), study.timepoints.rend(), [&](const Timepoint& timepoint) {
    return timepoint.kind == TimepointKind::acquired && (inputs.empty() || timepoint.session == inputs.back());
  });
  if (last == study.timepoints.rend()) throw Failure("This prediction was made from a date that is not in this study.");

  Timepoint predicted;
  predicted.kind = kind;
  predicted.session = session_of(prediction, kind);
  const double days = prediction.provenance.horizon_days;
  if (last->date) predicted.date = *last->date + std::chrono::days(static_cast<int>(std::lround(days)));
  if (last->day) predicted.day = *last->day + days;
  predicted.from_study = last->from_study;
  if (prediction.image) predicted.series.push_back(predicted_series(prediction, loaded_series(*last), kind));
  if (prediction.labels)
    predicted.masks.push_back({prediction.labels_title, {}, "memory", "predicted", prediction.labels});
  predicted.probability = prediction.probability;
  predicted.spread = prediction.spread;
  predicted.numbers = prediction.numbers;
  predicted.provenance = prediction.provenance;

  Study extended = study;
  std::erase_if(extended.timepoints,
                [&](const Timepoint& timepoint) { return timepoint.session == predicted.session; });
  auto place = extended.timepoints.end();
  if (predicted.day)
    place = std::find_if(extended.timepoints.begin(), extended.timepoints.end(),
                         [&](const Timepoint& timepoint) { return timepoint.day && *timepoint.day > *predicted.day; });
  extended.timepoints.insert(place, std::move(predicted));
  return extended;
}

}  // namespace longview
