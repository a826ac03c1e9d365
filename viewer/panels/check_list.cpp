#include "viewer/panels/check_list.h"

#include <QGridLayout>
#include <QLabel>

#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

QColor colour_of(CheckMark mark) {
  switch (mark) {
    case CheckMark::fits: return colours::good;
    case CheckMark::warns: return colours::warning;
    case CheckMark::refuses: return colours::error;
    case CheckMark::note: break;
  }
  return colours::text_second;
}

QLabel* words(const QString& text, int pixels, const QColor& colour, bool wraps) {
  auto* label = new QLabel(text);
  label->setFont(text_font(pixels));
  label->setStyleSheet("color:" + colour.name());
  label->setWordWrap(wraps);
  return label;
}

void empty(QWidget* widget) {
  while (QLayoutItem* item = widget->layout()->takeAt(0)) {
    delete item->widget();
    delete item;
  }
}

}  // namespace

QString icon_name(CheckMark mark) {
  switch (mark) {
    case CheckMark::fits: return "accept";
    case CheckMark::warns: return "warning";
    case CheckMark::refuses: return "error";
    case CheckMark::note: break;
  }
  return "note";
}

QString mark_words(CheckMark mark) {
  switch (mark) {
    case CheckMark::fits: return QObject::tr("fits");
    case CheckMark::warns: return QObject::tr("warning");
    case CheckMark::refuses: return QObject::tr("does not fit");
    case CheckMark::note: break;
  }
  return QObject::tr("note");
}

CheckList::CheckList(QWidget* parent) : QWidget(parent) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(12, 0, 12, 0);
  grid->setHorizontalSpacing(9);
  grid->setVerticalSpacing(4);
  grid->setColumnStretch(1, 1);
}

void CheckList::set(const std::vector<CheckLine>& lines) {
  empty(this);
  auto* grid = static_cast<QGridLayout*>(layout());
  int row = 0;
  // The stretch below the last line of before goes.
  for (int old = 0; old < grid->rowCount(); ++old) grid->setRowStretch(old, 0);
  for (const auto& line : lines) {
    auto* mark = new QLabel;
    mark->setPixmap(icon_pixmap(icon_name(line.mark), colour_of(line.mark), 14, devicePixelRatioF()));
    mark->setAccessibleName(mark_words(line.mark));
    mark->setToolTip(mark_words(line.mark));
    grid->addWidget(mark, row, 0, Qt::AlignTop | Qt::AlignHCenter);
    auto* what = words(line.what, 13, colours::text, true);
    what->setAccessibleName(mark_words(line.mark) + ": " + line.what + " " + line.value);
    grid->addWidget(what, row, 1);
    grid->addWidget(words(line.value, 13, colours::text_third, false), row, 2, Qt::AlignRight | Qt::AlignTop);
    ++row;
    if (line.sentence.isEmpty()) continue;
    grid->addWidget(words(line.sentence, 12, colours::text_second, true), row++, 1, 1, 2);
  }
  grid->setRowStretch(row, 1);
}

FactList::FactList(QWidget* parent) : QWidget(parent) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(12, 0, 12, 0);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(3);
  grid->setColumnMinimumWidth(0, 84);
  grid->setColumnStretch(1, 1);
}

void FactList::set(const std::vector<std::pair<QString, QString>>& facts) {
  empty(this);
  auto* grid = static_cast<QGridLayout*>(layout());
  int row = 0;
  for (const auto& [name, value] : facts) {
    grid->addWidget(words(name, 13, colours::text_third, false), row, 0, Qt::AlignTop);
    grid->addWidget(words(value, 13, colours::text, true), row++, 1);
  }
}

}  // namespace longview
