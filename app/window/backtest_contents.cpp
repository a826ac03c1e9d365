#include <cmath>

#include "app/window/contents.h"
#include "viewer/panels/words.h"

namespace longview {
namespace {

const QString dash = QStringLiteral("–");

QString digits(double value, int decimals) {
  if (!std::isfinite(value)) return dash;
  return QString::number(value, 'f', decimals).replace('-', QStringLiteral("−"));
}

QString percent(double share) {
  return std::isfinite(share) ? signed_digits(std::round(100 * share)).remove(".00").remove(".0") : dash;
}

QString badge_of(const Document& document, const std::string& session) {
  for (std::size_t i = 0; i < document.study->timepoints.size(); ++i)
    if (document.study->timepoints[i].session == session) return QString::fromStdString(badge(*document.study, i));
  return QString::fromStdString(session);
}

const BacktestScore* score(const Document& document, const std::string& name) {
  if (!document.backtest) return nullptr;
  const auto found = document.backtest->methods.find(name);
  return found == document.backtest->methods.end() || !found->second.refused.empty() ? nullptr : &found->second;
}

// The model that was back-tested: the one whose result stands in the study as B1.
std::string tested_model(const Document& document) {
  for (const auto& timepoint : document.study->timepoints)
    if (timepoint.kind == TimepointKind::backtest && timepoint.provenance) return timepoint.provenance->model;
  return {};
}

void add_score(FigureTableContent& content, const BacktestScore* score, bool predicted) {
  const std::vector<QString> texts =
      score ? std::vector<QString>{(predicted ? QStringLiteral("≈ ") : QString()) + three_digits(score->predicted_ml),
                                   percent(score->volume_error), digits(score->dice, 2), digits(score->growth_dice, 2),
                                   digits(score->hd95_mm, 1)}
            : std::vector<QString>(5, dash);
  for (std::size_t row = 0; row < content.rows.size(); ++row)
    content.rows[row].cells.push_back({texts[row], false, {}});
}

}  // namespace

QString backtest_heading(const Document& document) {
  if (!document.backtest) return {};
  return QObject::tr("%1 from %2, +%3 d")
      .arg(badge_of(document, document.backtest->target), badge_of(document, document.backtest->last_input))
      .arg(std::lround(document.backtest->interval_days));
}

QString backtest_short(const Document& document) {
  const BacktestScore* own = score(document, document.backtest ? tested_model(document) : std::string());
  return own ? QString("Dice %1").arg(digits(own->dice, 2)) : QString();
}

QString backtest_long(const Document& document) {
  const BacktestScore* own = score(document, document.backtest ? tested_model(document) : std::string());
  if (!own) return {};
  return QString("Dice %1 · HD95 %2 mm · %3\u00a0%4\u00a0%")
      .arg(digits(own->dice, 2), digits(own->hd95_mm, 1), QObject::tr("volume"), percent(own->volume_error));
}

bool no_skill(const Document& document) {
  if (!document.study || !document.backtest) return false;
  const BacktestScore* own = score(document, tested_model(document));
  const BacktestScore* still = score(document, "nothing-changes");
  return own && still && own != still && !(own->dice > still->dice);
}

FigureTableContent backtest_content(const Document& document) {
  FigureTableContent content;
  if (!document.backtest) return content;
  content.rows = {{QObject::tr("Volume"), "mL", {}},
                  {QObject::tr("Error"), "%", {}},
                  {QObject::tr("Dice overlap"), "", {}},
                  {QObject::tr("Growth Dice"), "", {}},
                  {"HD95", "mm", {}}};
  const std::string model = tested_model(document);
  const BacktestScore* own = score(document, model);
  const BacktestScore* still = score(document, "nothing-changes");
  FigureColumn target;
  target.badge = badge_of(document, document.backtest->target);
  target.source = QString::fromStdString(document.backtest->target);
  content.columns.push_back(target);
  const BacktestScore* any = own ? own : still;
  content.rows[0].cells.push_back({any ? three_digits(any->true_ml) : dash, false, {}});
  for (std::size_t row = 1; row < content.rows.size(); ++row) content.rows[row].cells.push_back({dash, false, {}});
  if (model != "nothing-changes") {
    FigureColumn plain;
    plain.heading = QObject::tr("no change");
    plain.plain = true;
    plain.source = "nothing-changes";
    content.columns.push_back(plain);
    add_score(content, still, false);
  }
  if (own) {
    FigureColumn predicted;
    predicted.badge = "B1";
    predicted.kind = TimepointKind::backtest;
    predicted.source = QString::fromStdString(model);
    content.columns.push_back(predicted);
    add_score(content, own, true);
  }
  return content;
}

FigureTableContent baselines_content(const Document& document) {
  FigureTableContent content;
  if (!document.backtest) return content;
  for (const QString& name : {QObject::tr("Error %"), QObject::tr("Dice"), QObject::tr("HD95 mm")}) {
    FigureColumn column;
    column.heading = name;
    column.plain = true;
    content.columns.push_back(column);
  }
  const std::string model = tested_model(document);
  for (const auto& [name, result] : document.backtest->methods) {
    if (name == model || name == "nothing-changes") continue;
    FigureRow row{QString::fromStdString(name).replace('-', ' '), "", {}, true};
    const bool ran = result.refused.empty();
    for (const QString& text : {percent(result.volume_error), digits(result.dice, 2), digits(result.hd95_mm, 1)})
      row.cells.push_back({ran ? text : dash, false, QString::fromStdString(result.refused)});
    content.rows.push_back(row);
  }
  return content;
}

}  // namespace longview
