#include "viewer/panels/problem_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

QColor colour_of(Severity severity) {
  return severity == Severity::error     ? colours::error
         : severity == Severity::warning ? colours::warning
                                         : colours::text_second;
}

QString icon_of(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

QWidget* row_of(const Problem& problem, qreal ratio) {
  auto* row = new QWidget;
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(12, 2, 12, 2);
  line->setSpacing(9);
  auto* mark = new QLabel;
  mark->setPixmap(icon_pixmap(icon_of(problem.severity), colour_of(problem.severity), 14, ratio));
  mark->setFixedWidth(15);
  line->addWidget(mark, 0, Qt::AlignTop);
  const QString where = QString::fromStdString(problem.where).toHtmlEscaped();
  const QString what = QString::fromStdString(problem.what).toHtmlEscaped();
  const bool note = problem.severity == Severity::note;
  const QString text = where.isEmpty() ? what : where + ": " + what;
  auto* words = new QLabel(text);
  words->setFont(text_font(12));
  words->setWordWrap(true);
  words->setStyleSheet("color:" + (note ? colours::text_second : colours::text).name());
  words->setAccessibleName(QString::fromUtf8(name_of(problem.severity).data()) + ": " + text);
  line->addWidget(words, 1);
  return row;
}

}  // namespace

QString problem_counts(const std::vector<Problem>& problems) {
  QStringList words;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    const auto count =
        std::count_if(problems.begin(), problems.end(), [&](const Problem& p) { return p.severity == severity; });
    if (count == 0) continue;
    const QString name = severity == Severity::error     ? QObject::tr("%n error(s)", "", static_cast<int>(count))
                         : severity == Severity::warning ? QObject::tr("%n warning(s)", "", static_cast<int>(count))
                                                         : QObject::tr("%n note(s)", "", static_cast<int>(count));
    QString plain = name;
    plain.replace("(s)", count == 1 ? "" : "s");
    const QColor colour = severity == Severity::note ? colours::text_third : colour_of(severity);
    words << QString("<span style='color:%1'>%2</span>").arg(colour.name(), plain);
  }
  return words.join("&nbsp;&nbsp; ");
}

ProblemList::ProblemList(QWidget* parent) : QWidget(parent) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 8);
  all->setSpacing(4);
  setAccessibleName(tr("Problems"));
}

void ProblemList::set(const std::vector<Problem>& problems) {
  for (QWidget* row : rows_) delete row;
  rows_.clear();
  current_ = -1;
  // The gravest first; the order among equals stays.
  std::vector<std::size_t> order(problems.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return problems[a].severity > problems[b].severity; });
  rows_.resize(problems.size());
  for (const std::size_t i : order) {
    rows_[i] = row_of(problems[i], devicePixelRatioF());
    layout()->addWidget(rows_[i]);
  }
}

void ProblemList::set_current(int problem) {
  current_ = problem;
  update();
}

void ProblemList::mousePressEvent(QMouseEvent* event) {
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (rows_[i]->geometry().contains(event->pos())) {
      set_current(static_cast<int>(i));
      Q_EMIT problem_chosen(current_);
    }
}

void ProblemList::paintEvent(QPaintEvent*) {
  if (current_ < 0 || current_ >= static_cast<int>(rows_.size())) return;
  QPainter painter(this);
  const QRect box = rows_[static_cast<std::size_t>(current_)]->geometry();
  painter.fillRect(box, colours::raised);
  painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), colours::acquired);
}

}  // namespace longview
