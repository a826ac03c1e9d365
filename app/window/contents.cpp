#include "app/window/contents.h"

#include <cmath>

#include "viewer/panels/words.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

const QString dash = QStringLiteral("–");

std::vector<int> number_columns(const Document& document, int prediction) {
  std::vector<int> acquired;
  const auto& timepoints = document.study->timepoints;
  for (std::size_t i = 0; i < timepoints.size(); ++i)
    if (is_acquired(timepoints[i])) acquired.push_back(static_cast<int>(i));
  const std::size_t room = prediction >= 0 ? 2 : 3;
  if (acquired.size() > room) acquired.erase(acquired.begin(), acquired.end() - static_cast<std::ptrdiff_t>(room));
  if (prediction >= 0) acquired.push_back(prediction);
  return acquired;
}

FigureColumn column_of(const Document& document, int index) {
  const auto place = static_cast<std::size_t>(index);
  const Timepoint& timepoint = document.study->timepoints[place];
  FigureColumn column;
  column.badge = QString::fromStdString(badge(*document.study, place));
  column.kind = timepoint.kind;
  if (timepoint.provenance) {
    QStringList inputs;
    for (const auto& input : timepoint.provenance->inputs) inputs << QString::fromStdString(input);
    const bool synthetic = timepoint.kind == TimepointKind::synthetic;
    column.source = QString("%1 %2, %3, from %4")
                        .arg(QString::fromStdString(timepoint.provenance->model),
                             QString::fromStdString(timepoint.provenance->version),
                             synthetic ? QObject::tr("synthetic")
                                       : QString("+%1 d").arg(std::lround(timepoint.provenance->horizon_days)))
                        .arg(inputs.join(", "));
  } else {
    column.source = date_words(timepoint);
  }
  return column;
}

QString about(const std::optional<double>& value, bool predicted) {
  return value ? (predicted ? QStringLiteral("≈ ") : QString()) + three_digits(*value) : dash;
}

FigureCell change_cell(const DateNumbers& numbers, const std::optional<double>& value, bool signed_value) {
  FigureCell cell{dash, false, {}};
  if (!numbers.change || !value || !std::isfinite(*value)) return cell;
  cell.text = signed_value ? signed_digits(*value) : three_digits(*value);
  cell.faint = numbers.change->within_noise;
  cell.tooltip = QString::fromStdString(numbers.change->words);
  return cell;
}

}  // namespace

int prediction_of(const Document& document, const Scene& scene) {
  if (!document.study) return -1;
  const auto& timepoints = document.study->timepoints;
  const auto shown = static_cast<std::size_t>(scene.timepoint);
  const auto is = [&](std::size_t i, TimepointKind kind) { return timepoints[i].kind == kind; };
  if (scene.timepoint >= 0 && shown < timepoints.size() &&
      (is(shown, TimepointKind::predicted) || is(shown, TimepointKind::synthetic)))
    return scene.timepoint;
  for (const TimepointKind kind : {TimepointKind::predicted, TimepointKind::synthetic})
    for (std::size_t i = timepoints.size(); i-- > 0;)
      if (is(i, kind)) return static_cast<int>(i);
  return -1;
}

FigureTableContent numbers_content(const Document& document, const Scene& scene) {
  FigureTableContent content;
  const bool grey = no_skill(document);
  FigureRow volume{QObject::tr("Volume"), "mL", {}}, band{QObject::tr("90 % … 10 % contour"), "", {}, true},
      change{QObject::tr("Change"), "mL", {}}, percent{QObject::tr("Change"), "%", {}},
      doubling{QObject::tr("Doubling"), QObject::tr("days"), {}}, longest{QObject::tr("Longest axis"), "mm", {}};
  bool any_band = false;
  QString noise;
  for (const int index : number_columns(document, prediction_of(document, scene))) {
    const auto place = static_cast<std::size_t>(index);
    content.columns.push_back(column_of(document, index));
    const DateNumbers numbers = place < document.numbers.size() ? document.numbers[place] : DateNumbers{};
    const bool predicted = document.study->timepoints[place].kind != TimepointKind::acquired;
    const bool faint = predicted && grey;
    volume.cells.push_back({about(numbers.volume_ml, predicted), faint, {}});
    const bool has_band = numbers.low_ml && numbers.high_ml;
    any_band |= has_band;
    band.cells.push_back(
        {has_band ? three_digits(*numbers.low_ml) + " … " + three_digits(*numbers.high_ml) : QString(), faint, {}});
    const auto& own = numbers.change;
    change.cells.push_back(change_cell(numbers, own ? std::optional(own->change_ml) : std::nullopt, true));
    percent.cells.push_back(change_cell(numbers, own ? own->change_percent : std::nullopt, true));
    doubling.cells.push_back(change_cell(numbers, own ? own->doubling_days : std::nullopt, false));
    if (own && own->doubling_days)
      doubling.cells.back().text = QString::number(std::lround(*own->doubling_days)).replace('-', QStringLiteral("−"));
    longest.cells.push_back({about(numbers.longest_mm, predicted), faint, {}});
    if (faint)
      for (auto* row : {&change, &percent, &doubling}) row->cells.back().faint = true;
    if (own && own->within_noise) noise = QString("±%1 mL").arg(three_digits(own->noise_ml));
  }
  content.rows = {volume};
  if (any_band) content.rows.push_back(band);
  content.rows.insert(content.rows.end(), {change, percent, doubling, longest});
  if (!noise.isEmpty()) {
    FigureRow row{QObject::tr("grey: within noise %1").arg(noise), "", {}, true};
    row.cells.resize(content.columns.size());
    content.rows.push_back(row);
  }
  return content;
}

std::vector<std::pair<QString, QString>> model_facts(const Document& document, int prediction) {
  if (prediction < 0) return {};
  const Timepoint& timepoint = document.study->timepoints[static_cast<std::size_t>(prediction)];
  if (!timepoint.provenance) return {};
  const Provenance& source = *timepoint.provenance;
  const auto faint = [](const QString& words) {
    return QString(" <span style='color:%1'>%2</span>").arg(colours::text_third.name(), words.toHtmlEscaped());
  };
  QStringList inputs;
  QString last;
  for (const auto& session : source.inputs)
    for (std::size_t i = 0; i < document.study->timepoints.size(); ++i)
      if (document.study->timepoints[i].session == session && is_acquired(document.study->timepoints[i])) {
        last = QString::fromStdString(badge(*document.study, i));
        inputs << last;
      }
  const QString sequence = timepoint.series.empty() ? QString() : QString::fromStdString(timepoint.series[0].sequence);
  std::vector<std::pair<QString, QString>> facts;
  const QString hash = QString::fromStdString(source.weights_sha256).left(8);
  QString name = QString::fromStdString(source.model), trained;
  if (const auto card = document.cards.find(source.model); card != document.cards.end()) {
    name = QString::fromStdString(card->second.title + " · " + card->second.task);
    const Range range = card->second.interval_days;
    if (range.high > 0) trained = QObject::tr(", trained %1 … %2 d").arg(range.low).arg(range.high);
  }
  facts.emplace_back(QObject::tr("Network"), name.toHtmlEscaped() + " · " +
                                                 QString::fromStdString(source.version).toHtmlEscaped() +
                                                 (hash.isEmpty() ? QString() : faint("weights " + hash)));
  facts.emplace_back(QObject::tr("Input"),
                     inputs.join(", ") + (sequence.isEmpty() ? QString() : " · " + sequence.toHtmlEscaped()));
  const bool synthetic = timepoint.kind == TimepointKind::synthetic;
  if (synthetic)
    facts.emplace_back(QObject::tr("Kind"),
                       QObject::tr("synthetic version of %1").arg(last) + faint(QObject::tr("no date to come")));
  else
    facts.emplace_back(QObject::tr("Horizon"), QString("+%1 d").arg(std::lround(source.horizon_days)) +
                                                   faint(QObject::tr("after %1").arg(last) + trained));
  if (const QString words = backtest_long(document); !synthetic && !words.isEmpty())
    facts.emplace_back(
        QObject::tr("Back-test"),
        QString("<span style='color:%1'>%2</span>").arg(colours::predicted.name(), words.toHtmlEscaped()));
  if (!source.device.empty())
    facts.emplace_back(QObject::tr("Made on"), QString::fromStdString(source.device).toHtmlEscaped() +
                                                   faint(QObject::tr("seed %1").arg(source.seed)));
  return facts;
}

std::vector<CheckLine> check_lines(const std::vector<Check>& checks) {
  std::vector<CheckLine> lines;
  for (const Check& check : checks) {
    CheckLine line;
    line.mark = check.verdict == Check::Verdict::fits    ? CheckMark::fits
                : check.verdict == Check::Verdict::warns ? CheckMark::warns
                                                         : CheckMark::refuses;
    line.what = QString::fromStdString(check.what);
    line.value = QString::fromStdString(check.value);
    line.sentence = QString::fromStdString(check.sentence);
    lines.push_back(line);
  }
  return lines;
}

QString patient_line(const Study& study, bool hidden) {
  const QString separator = QString("&nbsp;<span style='color:%1'>·</span>&nbsp; ").arg(colours::text_third.name());
  QStringList words;
  if (hidden) {
    words << QObject::tr("Patient data hidden");
  } else {
    QString id = QString::fromStdString(study.patient.id.empty() ? study.patient.name : study.patient.id);
    if (id.isEmpty()) id = QString::fromStdString(study.folder.filename().string());
    words << "<b>" + id.toHtmlEscaped() + "</b>";
    if (!study.patient.sex.empty()) words << QString::fromStdString(study.patient.sex);
    if (study.patient.age_years) words << QObject::tr("%1 y").arg(std::lround(*study.patient.age_years));
  }
  if (!study.timepoints.empty() && !modality_of(study.timepoints.front()).isEmpty())
    words << modality_of(study.timepoints.front());
  int acquired = 0;
  for (const auto& timepoint : study.timepoints) acquired += is_acquired(timepoint);
  words << (acquired == 1 ? QObject::tr("1 date") : QObject::tr("%1 dates").arg(acquired));
  return words.join(separator);
}

QString without_patient(QString text, const Study& study) {
  const QString folder = QString::fromStdString(study.folder.string());
  // Longest first: a folder's name is part of its path.
  for (const QString& name : {folder, QString::fromStdString(study.folder.filename().string()),
                              QString::fromStdString(study.patient.name), QString::fromStdString(study.patient.id)})
    if (name.size() > 1) text.replace(name, QStringLiteral("…"), Qt::CaseInsensitive);
  return text;
}

std::pair<QString, QString> registration_words(const Study& study, const Scene& scene) {
  const auto shown = static_cast<std::size_t>(std::max(0, scene.timepoint));
  if (shown >= study.timepoints.size()) return {};
  if (!scene.linked) return {QObject::tr("not linked"), "link-open"};
  const Timepoint& timepoint = study.timepoints[shown];
  const QString own = QString::fromStdString(badge(study, shown));
  QString first = "A1";
  if (!timepoint.from_study) return {QObject::tr("%1 by scanner coordinates, not registered").arg(own), "link-warning"};
  const RegistrationQuality& quality = timepoint.from_study->quality;
  if (!quality.trusted)
    return {QObject::tr("%1 → %2 not linked: %3").arg(own, first, QString::fromStdString(quality.verdict)),
            "link-broken"};
  if (timepoint.from_study->kind == TransformKind::pinned)
    return {QObject::tr("%1 pinned by hand").arg(own), "link-warning"};
  const std::string_view kind = name_of(timepoint.from_study->kind);
  const QString words = QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size()));
  if (timepoint.kind != TimepointKind::acquired) {
    QString last = first;
    for (std::size_t i = 0; timepoint.provenance && i < study.timepoints.size(); ++i)
      if (!timepoint.provenance->inputs.empty() && study.timepoints[i].session == timepoint.provenance->inputs.back())
        last = QString::fromStdString(badge(study, i));
    return {QObject::tr("%1 → %2 <b>same grid</b>").arg(own, last), "link"};
  }
  if (timepoint.from_study->kind == TransformKind::same_grid)
    return {QObject::tr("%1 <b>same grid</b>").arg(own), "link"};
  return {QObject::tr("%1 → %2 <b>%3, residual %4 mm</b>")
              .arg(own, first, words, QString::number(quality.residual_mm, 'f', 1)),
          "link"};
}

}  // namespace longview
