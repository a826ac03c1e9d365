// The course of one study through the pipeline, in jobs: opened, read, aligned, prepared, predicted, back-tested.
// What is known so far is one Document of shared values; each step replaces it whole.
#pragma once

#include <QObject>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/pipeline/backtest.h"
#include "app/pipeline/export_study.h"
#include "app/pipeline/predict.h"
#include "app/window/jobs.h"
#include "imaging/core/study.h"
#include "networks/core/history.h"
#include "viewer/panels/review_panel.h"
#include "viewer/panels/study_numbers.h"

namespace longview {

// What a model said besides a time point, and of which dates.
struct ModelFindings {
  std::string model, title;  // "gancmlae", "GANCMLAE"
  std::string source;        // session of the scan that its maps lie on
  std::string own;           // session of its time point; empty where it made none
  std::vector<std::string> inputs;
  Findings findings;
  std::vector<NamedNumber> numbers = {};  // of models that made no time point
};

struct RegionCourse;

struct Document {
  std::shared_ptr<const Study> study;           // null: nothing open
  std::vector<DateNumbers> numbers;             // empty until measured
  std::shared_ptr<const RegionCourse> regions;  // of the brain; null until measured
  std::shared_ptr<const History> history;       // null until prepared
  std::optional<Backtest> backtest;
  std::map<std::string, Review> reviews;             // by session of the prediction
  std::map<std::string, std::vector<Check>> checks;  // what the model said of this study, by session of the prediction
  std::vector<ModelFindings> findings;               // of each model the newest
  bool loaded = false, aligned = false;
  std::optional<Volume> brain;             // of the first acquired date: the surface that 3D views show
  std::map<std::string, ModelCard> cards;  // by model name, once the library has listed them
  std::shared_ptr<const Study> proposal;   // with a proposed lesion that waits for a person's word
};

class StudyFlow : public QObject {
  Q_OBJECT

 public:
  explicit StudyFlow(Jobs& jobs, QObject* parent = nullptr);
  const Document& document() const { return document_; }

  // Headers first, then voxels date by date, newest first, then alignment and measurement.
  void open(const std::filesystem::path& folder, const std::string& patient = {});
  // Age at the first date and sex of whom is opened next, instead of what the scans say; nothing and empty: theirs.
  void set_person(std::optional<double> age_years, const std::string& sex);
  // Prepares what models are shown of the study, once; history_ready() or an error follows.
  void prepare_history();
  // Predicts and, where asked, back-tests the same model and the baselines on an earlier interval.
  void predict(const PredictRequest& request, bool backtest_as_well);
  // Holds the last acquired date back from the model: only the back-test is made, the last date is its truth.
  void hold_back(const PredictRequest& request);
  // A lesion where a date has none; waits as `proposal` for confirm or discard.
  void propose_lesion(const Vec3& study_point);
  void confirm_proposal();
  void discard_proposal();
  void set_cards(const std::vector<ModelCard>& cards);
  void set_review(const std::string& session, const Review& review);
  // What was said of this study's predictions before: the same prediction, made again, keeps its review.
  void set_reviews(const std::map<std::string, Review>& reviews);

 Q_SIGNALS:
  void opened();   // headers are there
  void changed();  // anything in the document
  void history_ready();
  void predicted(const QString& session);  // a new time point arrived
  void said(const QString& sentence);      // for the status bar
  void refused(const QString& title, const QString& sentence);

 private:
  void load_dates();
  void load_next(std::vector<std::size_t> left);
  void align_dates();
  void find_brain();
  void measure();
  void replace(std::shared_ptr<const Study> study);
  void add_problem(const Problem& problem);
  void run_prediction(PredictRequest request, bool backtest_as_well);
  void add_findings(const Prediction& prediction, const std::string& session);
  void run_backtest(const PredictRequest& request);
  template <class Work, class Done>
  void start(const QString& title, Lane lane, Work work, Done done);

  Jobs& jobs_;
  std::optional<double> age_years_;
  std::string sex_;
  Document document_;
  std::uint64_t open_run_ = 0;          // counts studies: answers for an earlier one are dropped
  std::vector<std::uint64_t> started_;  // jobs of the open study
  bool preparing_ = false;
  std::optional<std::pair<PredictRequest, bool>> wanted_;  // waits for alignment or preparation
  std::optional<PredictRequest> held_back_;                // waits for alignment
};

}  // namespace longview
