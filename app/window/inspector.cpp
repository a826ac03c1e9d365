#include "app/window/inspector.h"

#include <algorithm>

#include "app/window/contents.h"
#include "app/window/region_course.h"
#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/panels/words.h"
#include "viewer/scene/colours.h"
#include "viewer/views/map_layer.h"

namespace longview {
namespace {

constexpr int inspector_width = 364, narrow_width = 320;

QLabel* paragraph(const QString& text, int pixels, const QColor& colour) {
  auto* label = new QLabel(text);
  label->setWordWrap(true);
  label->setFont(text_font(pixels));
  label->setStyleSheet("color:" + colour.name());
  label->setContentsMargins(12, 4, 12, 6);
  return label;
}

QWidget* column_of(std::initializer_list<QWidget*> widgets, int bottom) {
  auto* all = new QWidget;
  auto* column = new QVBoxLayout(all);
  column->setContentsMargins(0, 0, 0, bottom);
  column->setSpacing(6);
  for (QWidget* widget : widgets) column->addWidget(widget);
  return all;
}

QString link(const QString& target, const QString& words, const QColor& colour) {
  return QString("<a href='%1' style='color:%2;text-decoration:none'>%3</a>").arg(target, colour.name(), words);
}

}  // namespace

Inspector::Inspector(Session& session, QWidget* parent)
    : QStackedWidget(parent),
      models_(new QWidget),
      numbers_(new FigureTable(tr("Numbers"))),
      backtest_(new FigureTable(tr("Back-test"))),
      baselines_(new FigureTable(tr("Baselines"))),
      backtest_words_(
          paragraph(tr("One earlier interval in this patient. It shows how the model did here before, not how "
                       "it will do next."),
                    12, colours::text_second)),
      skill_words_(
          paragraph(tr("no skill in this patient: the back-test did not beat “no change”."), 12, colours::warning)),
      plot_(new VolumeOverTime),
      facts_(new FactList),
      checks_(new CheckList),
      problems_(new ProblemList),
      review_(new ReviewPanel),
      findings_(new FindingsPanel),
      normative_(new NormativePlot),
      norms_(installed_norms()) {
  set_narrow(false);
  auto* page = new QWidget;
  auto* outer = new QVBoxLayout(page);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->setSpacing(0);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  auto* body = new QWidget;
  column_ = new QVBoxLayout(body);
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(0);
  numbers_section_ = add(session, "numbers", tr("Numbers"), column_of({numbers_, skill_words_}, 6));
  plot_section_ = add(session, "volume", tr("Volume over time"), plot_);
  model_section_ = add(session, "model", tr("Model"), column_of({facts_, checks_}, 10));
  backtest_section_ = add(session, "backtest", tr("Back-test"), column_of({backtest_, baselines_, backtest_words_}, 4));
  findings_section_ = add(session, "findings", tr("Findings"), findings_);
  normative_section_ = add(session, "normative", tr("Volume by age"), normative_);
  problem_section_ = add(session, "problems", tr("Problems"), problems_);
  column_->addStretch(1);
  scroll->setWidget(body);
  outer->addWidget(scroll, 1);
  auto* line = new QFrame;
  line->setFixedHeight(1);
  line->setStyleSheet("background:" + colours::line.name());
  outer->addWidget(line);
  review_section_ = new Section("review", tr("Review"), review_);
  outer->addWidget(review_section_);
  addWidget(page);
  auto* models_page = new QWidget;
  auto* models_column = new QVBoxLayout(models_page);
  models_column->setContentsMargins(0, 0, 0, 0);
  models_column->addWidget(new Section("models", tr("Models"), models_));
  models_column->addWidget(paragraph(tr("Predictions are research results. They are marked on screen and in every "
                                        "exported object, and are not for diagnosis."),
                                     12, colours::text_third));
  models_column->addStretch(1);
  (new QVBoxLayout(models_))->setContentsMargins(0, 0, 0, 10);
  addWidget(models_page);
  plot_section_->set_aside(link("scale", tr("linear ▾"), colours::text_third));
  connect(plot_section_, &Section::link_activated, this, [this] {
    plot_->set_logarithmic(!plot_->logarithmic());
    plot_section_->set_aside(link("scale", plot_->logarithmic() ? tr("log₂ ▾") : tr("linear ▾"), colours::text_third));
  });
  model_section_->set_aside(link("card", tr("Full card…"), colours::acquired));
  connect(model_section_, &Section::link_activated, this, &Inspector::card_asked);
  connect(findings_, &FindingsPanel::map_chosen, this, &Inspector::map_chosen);
  connect(findings_, &FindingsPanel::row_chosen, this, &Inspector::row_chosen);
  connect(normative_, &NormativePlot::date_chosen, this, &Inspector::date_chosen);
  connect(plot_, &VolumeOverTime::date_chosen, this, &Inspector::date_chosen);
  connect(problems_, &ProblemList::problem_chosen, this, &Inspector::problem_chosen);
  connect(review_, &ReviewPanel::accepted, this, &Inspector::accepted);
  connect(review_, &ReviewPanel::rejected, this, &Inspector::rejected);
  connect(review_, &ReviewPanel::comment_asked, this, &Inspector::comment_asked);
}

void Inspector::set_narrow(bool narrow) { setFixedWidth(narrow ? narrow_width : inspector_width); }

Section* Inspector::add(Session& session, const QString& key, const QString& title, QWidget* content) {
  auto* section = new Section(key, title, content);
  section->set_folded(session.folded(key));
  connect(section, &Section::fold_changed, this, [&session, key](bool folded) { session.set_folded(key, folded); });
  column_->addWidget(section);
  return section;
}

void Inspector::show_study(const Document& document, const Scene& scene) {
  setCurrentIndex(0);
  const bool compare = scene.layout == Layout::compare;
  if (compare != compare_order_) {
    // Compare is about the past result: the back-test comes first.
    column_->removeWidget(backtest_section_);
    column_->insertWidget(compare ? 0 : 3, backtest_section_);
    compare_order_ = compare;
  }
  const int prediction = prediction_of(document, scene);
  show_numbers(document, scene);
  show_backtest(document);
  show_model(document, prediction);
  show_findings(document, scene);
  show_regions(document);
  std::vector<Problem> problems = document.study->problems;
  if (scene.hide_patient)
    for (Problem& problem : problems)
      for (std::string* words : {&problem.where, &problem.what})
        *words = without_patient(QString::fromStdString(*words), *document.study).toStdString();
  problems_->set(problems);
  problem_section_->setVisible(!document.study->problems.empty());
  problem_section_->set_aside(problem_counts(document.study->problems));
  review_section_->setVisible(prediction >= 0);
  if (prediction < 0) return;
  const Timepoint& timepoint = document.study->timepoints[static_cast<std::size_t>(prediction)];
  const auto found = document.reviews.find(timepoint.session);
  const Review review = found == document.reviews.end() ? Review{} : found->second;
  review_->set(review);
  review_section_->set_title(
      tr("Review of %1").arg(QString::fromStdString(badge(*document.study, static_cast<std::size_t>(prediction)))));
  review_section_->set_aside(review.state == ReviewState::not_reviewed ? tr("Not reviewed.")
                             : review.state == ReviewState::accepted   ? tr("Accepted.")
                                                                       : tr("Rejected."));
}

void Inspector::show_numbers(const Document& document, const Scene& scene) {
  numbers_->set(numbers_content(document, scene));
  QString structure;
  for (const auto& timepoint : document.study->timepoints)
    if (const LabelMap* labels = is_acquired(timepoint) ? lesion_of(timepoint) : nullptr; labels && structure.isEmpty())
      structure =
          QString::fromStdString(labels->labels.empty() ? timepoint.masks.front().name : labels->labels.front().name);
  // A brain without a lesion has its regions instead.
  const bool lesion = std::any_of(document.numbers.begin(), document.numbers.end(),
                                  [](const DateNumbers& numbers) { return numbers.volume_ml.has_value(); });
  const bool regions = document.regions && !document.regions->dates.empty();
  numbers_section_->setVisible(lesion || !regions);
  plot_section_->setVisible(lesion || !regions);
  numbers_section_->set_aside(structure.isEmpty() ? tr("no segmentation") : structure.toHtmlEscaped());
  skill_words_->setVisible(no_skill(document));
  plot_->set(document.numbers);
  plot_->set_no_skill(no_skill(document));
}

void Inspector::show_backtest(const Document& document) {
  backtest_section_->setVisible(document.backtest.has_value());
  if (!document.backtest) return;
  backtest_section_->set_aside(backtest_heading(document));
  backtest_->set(backtest_content(document));
  const FigureTableContent others = baselines_content(document);
  baselines_->setVisible(!others.rows.empty());
  baselines_->set(others);
}

void Inspector::show_model(const Document& document, int prediction) {
  model_section_->setVisible(prediction >= 0);
  if (prediction < 0) return;
  facts_->set(model_facts(document, prediction));
  const Timepoint& timepoint = document.study->timepoints[static_cast<std::size_t>(prediction)];
  const auto found = document.checks.find(timepoint.session);
  auto lines = found == document.checks.end() ? std::vector<CheckLine>{} : check_lines(found->second);
  // What was not met comes first: it must not be scrolled out of sight by what was.
  std::stable_partition(lines.begin(), lines.end(), [](const CheckLine& line) { return line.mark != CheckMark::fits; });
  checks_->set(lines);
}

void Inspector::show_findings(const Document& document, const Scene& scene) {
  const ModelFindings* found = findings_of(document, scene);
  findings_section_->setVisible(found != nullptr);
  if (!found) return;
  findings_section_->set_aside(QString::fromStdString(found->title).toHtmlEscaped());
  findings_->set_facts(found->findings.facts, found->numbers);
  findings_->set_tables(table_choices(document, *found));
}

void Inspector::show_regions(const Document& document) {
  const bool brain = document.regions && !document.regions->dates.empty();
  normative_section_->setVisible(brain);
  if (!brain) return;
  normative_section_->set_aside(QString::fromStdString(region_).toHtmlEscaped());
  normative_->set(normative_content(*document.study, *document.regions, norms_, region_));
}

void Inspector::show_region(const std::string& region, const Document& document) {
  region_ = region;
  show_regions(document);
}

void Inspector::show_maps(const std::vector<ShownMap>& maps, const Scene& scene) {
  std::vector<MapChoice> choices;
  for (const ShownMap& map : maps)
    choices.push_back({map.key, QString::fromStdString(map.title), usual_threshold(map.map), map_range(map.map),
                       QString::fromStdString(map.map.volume.unit), QString::fromStdString(map.map.above),
                       QString::fromStdString(map.map.below)});
  findings_->set_maps(choices, scene.overlays.map, scene.overlays.map_threshold);
}

void Inspector::show_models(const std::vector<ModelCard>& cards, const QString& failure) {
  setCurrentIndex(1);
  while (QLayoutItem* item = models_->layout()->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  if (!failure.isEmpty()) models_->layout()->addWidget(paragraph(failure, 12, colours::error));
  for (const ModelCard& card : cards) {
    auto* row = new QWidget;
    auto* grid = new QGridLayout(row);
    grid->setContentsMargins(12, 3, 12, 3);
    grid->setHorizontalSpacing(9);
    grid->setVerticalSpacing(1);
    auto* mark = new QLabel;
    const bool ready = card.weights_file.empty() || card.weights_installed;
    mark->setPixmap(icon_pixmap(ready ? "accept" : "install", ready ? colours::good : colours::text_second, 14,
                                devicePixelRatioF()));
    grid->addWidget(mark, 0, 0, Qt::AlignTop);
    auto* title = new QLabel(QString::fromStdString(card.title.empty() ? card.name : card.title));
    title->setFont(text_font(13));
    grid->addWidget(title, 0, 1);
    auto* state = new QLabel(ready ? tr("ready") : tr("weights not installed"));
    state->setFont(text_font(12));
    state->setStyleSheet("color:" + colours::text_third.name());
    grid->addWidget(state, 0, 2, Qt::AlignRight);
    auto* task = new QLabel(QString::fromStdString(card.task + " · " + card.version));
    task->setFont(text_font(12));
    task->setWordWrap(true);
    task->setStyleSheet("color:" + colours::text_second.name());
    grid->addWidget(task, 1, 1, 1, 2);
    grid->setColumnStretch(1, 1);
    models_->layout()->addWidget(row);
  }
}

void Inspector::set_current_problem(int problem) { problems_->set_current(problem); }

}  // namespace longview
