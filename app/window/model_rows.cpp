#include "app/window/model_rows.h"

#include <QPainter>
#include <algorithm>

#include "viewer/panels/badge.h"
#include "viewer/panels/check_list.h"
#include "viewer/panels/icons.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

constexpr int row_width = 372, margin = 18;
constexpr int mark_role = Qt::UserRole, state_role = Qt::UserRole + 1, words_role = Qt::UserRole + 2;

QRect words_box(const QString& words) {
  return QFontMetrics(text_font(12)).boundingRect(QRect(0, 0, row_width - 2 * margin, 200), Qt::TextWordWrap, words);
}

}  // namespace

QListWidgetItem* model_row(const ModelCard& card, const std::vector<Check>& checks) {
  QString words = QString::fromStdString(card.task);
  if (!card.description.empty()) words = QString::fromStdString(card.description);
  CheckMark mark = CheckMark::fits;
  QString state = QObject::tr("fits");
  const auto warnings =
      std::count_if(checks.begin(), checks.end(), [](const Check& c) { return c.verdict == Check::Verdict::warns; });
  if (refused(checks)) {
    mark = CheckMark::refuses;
    state = QObject::tr("does not fit");
    QStringList reasons;
    for (const Check& check : checks)
      if (check.verdict == Check::Verdict::refuses) reasons << QString::fromStdString(check.sentence);
    words = reasons.join(" ");
  } else if (warnings > 0) {
    mark = CheckMark::warns;
    state = warnings == 1 ? QObject::tr("fits, 1 warning") : QObject::tr("fits, %1 warnings").arg(warnings);
  }
  auto* item = new QListWidgetItem(QString::fromStdString(card.title.empty() ? card.name : card.title));
  item->setData(mark_role, static_cast<int>(mark));
  item->setData(state_role, state);
  item->setData(words_role, words);
  item->setData(Qt::AccessibleTextRole, item->text() + ", " + state + ". " + words);
  return item;
}

QSize ModelRowDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
  return {row_width, 44 + words_box(index.data(words_role).toString()).height()};
}

void ModelRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const auto mark = static_cast<CheckMark>(index.data(mark_role).toInt());
  const QString state = index.data(state_role).toString();
  const QRect box = option.rect;
  const bool selected = option.state & QStyle::State_Selected;
  const bool fits = mark != CheckMark::refuses;
  painter->save();
  if (selected) {
    painter->fillRect(box, colours::control);
    painter->fillRect(QRect(box.left(), box.top(), 3, box.height()), colours::acquired);
  }
  painter->fillRect(box.left(), box.bottom(), box.width(), 1, colours::line);
  const QColor colour = mark == CheckMark::fits    ? colours::good
                        : mark == CheckMark::warns ? colours::warning
                                                   : colours::error;
  const QRect top(box.left() + margin, box.top() + 10, box.width() - 2 * margin, 18);
  painter->setFont(text_font(13, 500));
  painter->setPen(fits ? colours::text : colours::text_second);
  painter->drawText(top, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
  painter->setFont(text_font(12));
  painter->setPen(colour);
  painter->drawText(top, Qt::AlignRight | Qt::AlignVCenter, state);
  const int width = painter->fontMetrics().horizontalAdvance(state);
  painter->drawPixmap(top.right() - width - 19, top.top() + 2,
                      icon_pixmap(icon_name(mark), colour, 14, painter->device()->devicePixelRatioF()));
  painter->setPen(fits ? colours::text_second : colours::text_third);
  painter->drawText(QRect(top.left(), top.bottom() + 5, top.width(), box.height()), Qt::TextWordWrap,
                    index.data(words_role).toString());
  painter->restore();
}

}  // namespace longview
