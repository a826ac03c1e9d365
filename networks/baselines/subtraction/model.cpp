// Registered subtraction with intensity matching (networks.md section 8): what a map of change has to beat.
#include "networks/core/model.h"

#include <memory>

#include "imaging/core/failure.h"
#include "networks/core/change_checks.h"
#include "networks/layers/change_measure.h"
#include "networks/layers/subtraction.h"

namespace longview::subtraction {

namespace {

ModelCard own_card() {
  const std::string general = R"({
  "name": "subtraction",
  "title": "Subtraction",
  "task": "Change between two dates",
  "version": "1",
  "description": "The later date minus the earlier one, registered, seen through each other's slices, intensities matched.",
  "references": ["Subtraction after registration and intensity matching; networks.md section 8."],
  "research_use_only": true,
  "licence": "The same as Longview's; research use only.",
  "needs": ["MR", "two dates"],
  "preparation": "scan",
  "interval_days": {"min": 0, "max": 36525},
  "applicability": {"spacing_mm": {"min": 0.3, "max": 7}},
  "limits": [
    "What registration, slices and intensities leave looks like change, most of all at the borders of fluid.",
    "It says where the signal changed, not why: treatment, contrast timing and swelling are not told apart.",
    "Not cleared, approved or CE-marked; for research only."
  ],
  "weights": {"file": "", "sha256": ""},
  "training": {"data": ""},
  "metrics": []
})";
  ModelCard card = installed_card("subtraction", general);
  card.weights_installed = true;  // it has none
  return card;
}

class Subtraction : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    return change_checks(card_, history, horizon);
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions& options,
                     const Progress& progress) const override {
    const std::vector<Check> checks = applicable(history, horizon);
    if (refused(checks)) throw Failure(refusal_text(card_, checks));
    const std::size_t n = history.timepoints.size();
    const PairedScan before = paired_scan(history, n - 2, progress.part(0, 0.3, "First date"));
    const PairedScan after = paired_scan(history, n - 1, progress.part(0.3, 0.6, "Second date"));
    const ScanPair pair = scan_pair(before, after, 1, progress.part(0.6, 0.9));
    Prediction prediction = change_prediction(history, pair, subtracted(pair), "Change by subtraction");
    prediction.provenance.model = card_.name;
    prediction.provenance.version = card_.version;
    prediction.provenance.seed = options.seed;
    prediction.provenance.device = "cpu";
    return prediction;
  }

 private:
  const ModelCard card_ = own_card();
};

}  // namespace

std::unique_ptr<Model> make_model() { return std::make_unique<Subtraction>(); }

}  // namespace longview::subtraction
