#include "viewer/panels/words.h"

#include <QCoreApplication>
#include <cmath>

namespace longview {

QString three_digits(double value) {
  if (!std::isfinite(value)) return QStringLiteral("–");
  const double size = std::abs(value);
  const int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  QString text = QString::number(std::abs(value), 'f', decimals);
  const bool zero = text.toDouble() == 0;
  return value < 0 && !zero ? QStringLiteral("−") + text : text;
}

QString signed_digits(double value) {
  const QString text = three_digits(value);
  return text.startsWith(QChar(0x2212)) || text == "–" || text.toDouble() == 0 ? text : "+" + text;
}

QString with_unit(double value, const QString& unit, bool predicted) {
  return (predicted ? QStringLiteral("≈ ") : QString()) + three_digits(value) + QChar(0x2009) + unit;
}

QString date_words(const Timepoint& timepoint) {
  if (timepoint.date) return QString::fromStdString(iso(*timepoint.date));
  if (timepoint.day) return QCoreApplication::translate("words", "day %1").arg(std::lround(*timepoint.day));
  return QString::fromStdString(timepoint.session);
}

QString modality_of(const Timepoint& timepoint) {
  const int main = main_series(timepoint);
  return main < 0 ? QString() : QString::fromStdString(timepoint.series[static_cast<std::size_t>(main)].modality);
}

QString series_words(const Series& series, TimepointKind kind) {
  QString name = QString::fromStdString(series.description.empty() ? series.sequence : series.description);
  if (name.isEmpty()) name = QCoreApplication::translate("words", "series");
  const QString word = kind == TimepointKind::synthetic ? "synthetic" : "predicted";
  if (kind == TimepointKind::acquired || name.contains(word, Qt::CaseInsensitive)) return name;
  if (kind == TimepointKind::synthetic) return QCoreApplication::translate("words", "%1, synthetic").arg(name);
  return QCoreApplication::translate("words", "%1, predicted").arg(name);
}

QString kind_words(TimepointKind kind) {
  const std::string_view name = name_of(kind);
  return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

bool is_acquired(const Timepoint& timepoint) { return timepoint.kind == TimepointKind::acquired; }

}  // namespace longview
