// Predict…: models with fit and refusal in words, inputs, horizon, samples, checks, Run (predict.png).
#pragma once

#include <QDialog>
#include <memory>
#include <optional>
#include <vector>

#include "app/pipeline/predict.h"
#include "app/window/jobs.h"
#include "app/window/study_flow.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;
class QSlider;
class QSpinBox;

namespace longview {

class CheckList;
class HorizonRange;

class PredictDialog : public QDialog {
  Q_OBJECT

 public:
  PredictDialog(StudyFlow& flow, Jobs& jobs, double horizon, QWidget* parent = nullptr);

  PredictRequest request() const;
  bool backtest_wanted() const;
  // What stands beside Run while it is disabled; empty when it can run.
  QString reason() const;
  void choose(const QString& model);
  void set_horizon(int days);
  // The checks arrive from a job; tests wait for them.
  bool checked() const { return !fits_.empty(); }

 private:
  void build();
  QWidget* build_models();
  QWidget* build_settings();
  QWidget* build_footer();
  void ask_fits();
  void show_fits(std::vector<ModelFit> fits);
  void show_choice();
  const ModelFit* chosen() const;

  StudyFlow& flow_;
  Jobs& jobs_;
  std::vector<ModelFit> fits_;
  std::uint64_t asked_ = 0;
  int horizon_;
  QListWidget* models_;
  QSpinBox* days_;
  HorizonRange* range_;
  QLabel *date_, *words_, *seed_;
  QComboBox* samples_;
  QCheckBox* backtest_;
  CheckList* checks_;
  QPushButton* run_;
};

}  // namespace longview
