// The right side: numbers, plot, model, back-test, problems, review; the installed models while nothing is open.
#pragma once

#include <QScrollArea>
#include <QStackedWidget>

#include "app/window/session.h"
#include "app/window/study_flow.h"
#include "networks/core/model_card.h"
#include "viewer/panels/check_list.h"
#include "viewer/panels/figure_table.h"
#include "viewer/panels/findings_panel.h"
#include "viewer/panels/problem_list.h"
#include "viewer/panels/review_panel.h"
#include "viewer/panels/section.h"
#include "viewer/plots/normative_plot.h"
#include "viewer/plots/volume_over_time.h"
#include "viewer/scene/scene.h"
#include "viewer/views/view_model.h"

namespace longview {

class Inspector : public QStackedWidget {
  Q_OBJECT

 public:
  explicit Inspector(Session& session, QWidget* parent = nullptr);
  void show_study(const Document& document, const Scene& scene);
  void show_models(const std::vector<ModelCard>& cards, const QString& failure = {});
  void set_current_problem(int problem);
  // The maps that can be shown over the scans, and what the scene shows of them.
  void show_maps(const std::vector<ShownMap>& maps, const Scene& scene);
  // In a small window: 320 rather than 364 pixels.
  void set_narrow(bool narrow);
  FigureTable* numbers() const { return numbers_; }
  VolumeOverTime* plot() const { return plot_; }
  // The region whose volume by age is shown, by its name in measured_regions().
  void show_region(const std::string& region, const Document& document);

 Q_SIGNALS:
  void date_chosen(int timepoint);
  void card_asked();
  void problem_chosen(int problem);
  void accepted();
  void rejected();
  void comment_asked();
  void map_chosen(const std::string& key, double threshold, bool continues);
  void row_chosen(const std::string& model, const longview::NamedTable& table, int row);

 private:
  Section* add(Session& session, const QString& key, const QString& title, QWidget* content);
  void show_numbers(const Document& document, const Scene& scene);
  void show_backtest(const Document& document);
  void show_model(const Document& document, int prediction);
  void show_findings(const Document& document, const Scene& scene);
  void show_regions(const Document& document);

  QVBoxLayout* column_;
  QWidget* models_;
  FigureTable *numbers_, *backtest_, *baselines_;
  QLabel *backtest_words_, *skill_words_;
  VolumeOverTime* plot_;
  FactList* facts_;
  CheckList* checks_;
  ProblemList* problems_;
  ReviewPanel* review_;
  FindingsPanel* findings_;
  NormativePlot* normative_;
  std::string region_ = "Hippocampi";
  std::vector<RegionalNorms> norms_;
  Section *numbers_section_, *plot_section_, *model_section_, *backtest_section_, *problem_section_, *review_section_,
      *findings_section_, *normative_section_;
  bool compare_order_ = false;
};

}  // namespace longview
