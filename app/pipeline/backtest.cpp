#include "app/pipeline/backtest.h"

#include "app/pipeline/networks.h"
#include "app/pipeline/predict.h"
#include "app/pipeline/prepare.h"
#include "app/pipeline/timepoints.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"
#include "imaging/measurement/overlap.h"
#include "imaging/measurement/volumes.h"
#include "imaging/registration/resample.h"
#include "networks/evaluation/calibration.h"

namespace longview {

namespace {

// What came, on the grid it was drawn on, and how that grid lies to the last scan that the models saw.
struct Truth {
  Volume mask, before;  // what came; the last lesion that was seen, on the same grid
  Affine to_last_scan;
};

// Index among the acquired dates of the last one with a lesion.
std::size_t hidden_date(const Study& study, const std::vector<std::size_t>& dates) {
  for (std::size_t i = dates.size(); i-- > 1;) {
    const LabelMap* lesion = lesion_of(study.timepoints[dates[i]]);
    if (lesion && volume_ml(followed_mask(*lesion)) > 0) return i;
  }
  throw Failure(
      "A back-test hides a date with a lesion and predicts it from the dates before. This study has no lesion "
      "after its first date. Mark one there, or open a study with more dates.");
}

double days_from(const Timepoint& last, const Timepoint& hidden) {
  if (!last.day || !hidden.day)
    throw Failure("The days between " + name_of(last) + " and " + name_of(hidden) +
                  " are not known, so nothing can be predicted for that date. Give the dates in the sessions file.");
  return *hidden.day - *last.day;
}

Truth truth_of(const Timepoint& last, const Timepoint& hidden) {
  Truth truth;
  truth.mask = followed_mask(*lesion_of(hidden));
  truth.to_last_scan = compose(study_to_scan(last), inverse(study_to_scan(hidden)));
  if (const LabelMap* before = lesion_of(last))
    truth.before = resample_mask(followed_mask(*before), truth.mask.grid, truth.to_last_scan);
  return truth;
}

Volume predicted_mask(const Prediction& prediction, const Truth& truth, const Volume& probability) {
  if (!prediction.probability)
    return resample_mask(followed_mask(*prediction.labels), truth.mask.grid, truth.to_last_scan);
  std::vector<std::uint8_t> inside;
  for (const float p : voxels_of<float>(probability)) inside.push_back(p > 0.5F);
  return make_volume(truth.mask.grid, std::move(inside));
}

BacktestScore score_of(const Prediction& prediction, const Truth& truth) {
  if (!prediction.labels) throw Failure("It predicted no labels.");
  BacktestScore score;
  Volume probability;
  if (prediction.probability) {
    probability = resample(*prediction.probability, truth.mask.grid, truth.to_last_scan);
    const Judged band = growth_band(probability, truth.mask, truth.before);
    score.growth_precision = average_precision(band);
    score.brier = brier_score(band);
    score.calibration_error = calibration_error(band);
  }
  const Volume mask = predicted_mask(prediction, truth, probability);
  score.dice = dice(mask, truth.mask);
  score.growth_dice = growth_dice(mask, truth.mask, truth.before);
  score.hd95_mm = hd95_mm(mask, truth.mask);
  score.predicted_ml = volume_ml(followed_mask(*prediction.labels));
  score.true_ml = volume_ml(truth.mask);
  score.volume_error = (score.predicted_ml - score.true_ml) / score.true_ml;
  return score;
}

}  // namespace

Backtest backtest(const Study& study, const std::vector<std::string>& models, const PredictOptions& options,
                  const Progress& progress) {
  const auto dates = acquired_timepoints(study);
  const std::size_t hidden = hidden_date(study, dates);
  const Timepoint& last = study.timepoints[dates[hidden - 1]];
  const Timepoint& target = study.timepoints[dates[hidden]];
  Backtest result{target.session, last.session, days_from(last, target), {}, {}};
  const History history = prepare(study, static_cast<int>(hidden), progress.part(0, 0.5));
  const Truth truth = truth_of(last, target);

  const double n = static_cast<double>(models.size());
  for (std::size_t i = 0; i < models.size(); ++i) {
    const double at = static_cast<double>(i);
    const Progress part = progress.part(0.5 + 0.5 * at / n, 0.5 + 0.5 * (at + 1) / n);
    BacktestScore& score = result.methods[models[i]];
    try {
      const Prediction prediction =
          predict(networks().model_named(models[i]), history, {models[i], result.interval_days, options}, part);
      score = score_of(prediction, truth);
      result.predictions[models[i]] = prediction;
    } catch (const Failure& failure) {
      score.refused = failure.what();
    }
  }
  return result;
}

}  // namespace longview
