// A model: what it needs, whether it fits a patient, and what it predicts. Baselines are models.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "imaging/core/progress.h"
#include "networks/core/history.h"
#include "networks/core/model_card.h"
#include "networks/core/prediction.h"

namespace longview {

struct Horizon {
  double days = 90;              // from the last date of the history
};

struct PredictOptions {
  std::uint64_t seed = 1;
  int samples = 1;               // for models that draw
  std::string device = "cpu";    // or "cuda"
  int threads = 0;               // 0: all cores
  int seeds = 0;                 // members of an ensemble, trainings on the spot; 0: as many as the model finds right
  double minutes = 0;            // for models that train on the spot; 0: the model's own length
  std::int64_t steps = 0;        // instead of minutes: the same on every machine
  std::optional<Vec3> at;        // LPS mm of the last scan: which lesion, where there are several or none was drawn
};

// One line of the applicability list.
struct Check {
  enum class Verdict { fits, warns, refuses } verdict = Verdict::fits;
  std::string what;              // "Interval between dates, 20 ... 400"
  std::string value;             // "92 d"
  std::string sentence;          // for warns and refuses: reason and way out (window.md section 9, Refusal)
};

struct TrainOptions {
  std::filesystem::path out;     // checkpoints, log, and at the end card.json and weights.safetensors
  bool resume = false;
  std::uint64_t seed = 0;
  double minutes = 0;            // 0: the recipe's own number of steps
  std::string hold_out;          // patient never trained on (leave one out); empty for none
};

// How a model did on a cohort.
struct Judgement {
  std::string json;  // every figure
  std::string text;  // the same as tables to read, Markdown
};

class Model {
 public:
  virtual ~Model() = default;

  virtual const ModelCard& card() const = 0;

  // Every check with its verdict; a model runs only where none refuses.
  virtual std::vector<Check> applicable(const History&, Horizon) const = 0;

  // Throws Failure if a check refuses, Stopped if asked to stop. Same history, horizon, options and machine: the same
  // voxels. The history's voxels are never changed.
  virtual Prediction predict(const History&, Horizon, const PredictOptions&, const Progress&) const = 0;

  // Judges the model on a cohort in its own way: by reference labels, by known patients. Only where `judges_itself`;
  // all others are back-tested on the date that came.
  virtual bool judges_itself() const { return false; }
  virtual Judgement judge(const std::vector<History>& cohort, const PredictOptions&, const Progress&) const;

  // Trains on a cohort: histories of one date without a lesion are anatomies to simulate in, those of two or more dates
  // with lesions are real courses. Throws Failure for a model that has nothing to learn.
  virtual void train(const std::vector<History>& cohort, const TrainOptions&, const Progress&) const;
};

bool refused(const std::vector<Check>&);

// "GP-GAN does not fit this patient." and the refusing sentences, one a line.
std::string refusal_text(const ModelCard&, const std::vector<Check>&);

}  // namespace longview
