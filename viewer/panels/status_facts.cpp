#include "viewer/panels/status_facts.h"

#include <QCoreApplication>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "viewer/panels/badge.h"
#include "viewer/panels/words.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

constexpr int most_lines = 24;

// A line from 0 to 100 % with a diamond at the probability: what a model says is amber and hatched like all it makes.
class ProbabilityLine : public QWidget {
 public:
  void set(double probability, const QString& of) {
    probability_ = std::clamp(probability, 0.0, 1.0);
    of_ = of;
    setAccessibleName(words());
    update();
  }
  QString words() const {
    return QCoreApplication::translate("StatusFacts", "probability of %1: ≈ %2 %").arg(of_, percent());
  }
  QSize sizeHint() const override { return {200, 40}; }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(text_font(12));
    painter.setPen(colours::predicted);
    painter.drawText(QRect(0, 0, width(), 16), Qt::AlignLeft | Qt::AlignVCenter, words());
    const QRectF line(6, 23, width() - 12, 6);
    painter.fillRect(line, colours::predicted_ground);
    const double x = line.left() + probability_ * line.width();
    draw_hatch(painter, QRectF(line.topLeft(), QPointF(x, line.bottom())), 0.7);
    painter.setPen(QPen(colours::strong_line, 1));
    painter.drawRect(line);
    // Half way: neither more likely than the other.
    painter.drawLine(QPointF(line.center().x(), 19), QPointF(line.center().x(), 33));
    painter.setPen(QPen(colours::predicted, 1.5));
    painter.setBrush(colours::predicted_ground);
    const double y = line.center().y();
    painter.drawPolygon(QPolygonF() << QPointF(x, y - 6) << QPointF(x + 6, y) << QPointF(x, y + 6)
                                    << QPointF(x - 6, y));
  }

 private:
  QString percent() const {
    const double value = 100 * probability_;
    return value < 1 ? QStringLiteral("< 1") : value > 99 ? QStringLiteral("> 99") : QString::number(value, 'f', 0);
  }
  double probability_ = 0;
  QString of_;
};

QString line_of(const QString& name, const QString& value) {
  return QString("<span style='color:%1'>%2</span>&nbsp; %3")
      .arg(colours::text_second.name(), QString(name).replace('_', ' ').toHtmlEscaped(), value.toHtmlEscaped());
}

// One line a value of the facts; values within values by their names.
void add_facts(const QString& name, const nlohmann::json& json, QStringList& lines) {
  if (json.is_object()) {
    for (const auto& [key, value] : json.items())
      add_facts((name.isEmpty() ? QString() : name + ' ') + QString::fromStdString(key), value, lines);
    return;
  }
  lines << line_of(name, QString::fromStdString(json.is_string() ? json.get<std::string>() : json.dump()));
}

QString number_line(const NamedNumber& number) {
  const QString unit = QString::fromStdString(number.unit);
  QString value = QStringLiteral("≈ ") + three_digits(number.value);
  if (!unit.isEmpty() && unit != "1") value += QChar(0x2009) + unit;
  return line_of(QString::fromStdString(number.name), value);
}

QLabel* words_label(int pixels, int weight, const QColor& colour) {
  auto* label = new QLabel;
  label->setWordWrap(true);
  label->setFont(text_font(pixels, weight));
  label->setStyleSheet("color:" + colour.name());
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

}  // namespace

StatusFacts::StatusFacts(QWidget* parent)
    : QWidget(parent),
      says_(words_label(14, 600, colours::predicted)),
      note_(words_label(12, 400, colours::text_second)),
      values_(words_label(12, 400, colours::text)),
      probability_(new ProbabilityLine) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(4);
  says_->setObjectName("says");
  note_->setObjectName("note");
  values_->setObjectName("values");
  probability_->setObjectName("probability");
  probability_->setFixedHeight(40);
  for (QWidget* widget : std::initializer_list<QWidget*>{says_, probability_, note_, values_}) all->addWidget(widget);
  set({}, {});
}

void StatusFacts::set(const std::vector<NamedFacts>& facts, const std::vector<NamedNumber>& numbers) {
  QStringList says, notes, values;
  const NamedFacts* likely = nullptr;
  for (const NamedFacts& fact : facts) {
    if (fact.probability && !likely) likely = &fact;
    if (!fact.note.empty()) notes << QString::fromStdString(fact.note);
    if (!fact.says.empty()) {
      says << QString::fromStdString(fact.says);
      continue;
    }
    const auto json = nlohmann::json::parse(fact.json, nullptr, false);
    if (!json.is_discarded()) add_facts({}, json, values);
  }
  for (const NamedNumber& number : numbers) values << number_line(number);
  says_->setText(says.join("\n"));
  note_->setText(notes.join("\n"));
  values_->setText(values.mid(0, most_lines).join("<br>"));
  for (QLabel* label : {says_, note_, values_}) label->setVisible(!label->text().isEmpty());
  if (likely)
    static_cast<ProbabilityLine*>(probability_)
        ->set(*likely->probability, QString::fromStdString(likely->probability_of));
  probability_->setVisible(likely != nullptr);
  setVisible(!says.isEmpty() || !notes.isEmpty() || !values.isEmpty());
}

}  // namespace longview
