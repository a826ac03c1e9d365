#include "viewer/panels/study_tree.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

constexpr int row_height = 26, chevron_end = 30;

QString icon_of(TreeItem item) {
  switch (item) {
    case TreeItem::series: return "series";
    case TreeItem::segmentation: return "segmentation";
    case TreeItem::probability: return "probability";
    case TreeItem::provenance: return "document";
    case TreeItem::date: break;
  }
  return "fold";
}

class TreeDelegate : public QStyledItemDelegate {
 public:
  explicit TreeDelegate(StudyTree* tree) : QStyledItemDelegate(tree), tree_(tree) {}

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {200, row_height}; }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const TreeRow& row = tree_->rows()->row_at(index);
    const QRect box(0, option.rect.top(), tree_->viewport()->width(), option.rect.height());
    const bool predicted = row.kind != TimepointKind::acquired;
    painter->save();
    if (predicted) draw_hatch(*painter, box, 0.11);
    if (row.current) painter->fillRect(box, colours::control);
    if (predicted)
      draw_hatch(*painter, QRect(0, box.top(), 3, box.height()), 1);
    else if (row.current)
      painter->fillRect(0, box.top(), 3, box.height(), colours::acquired);
    if (option.state & QStyle::State_HasFocus && tree_->hasFocus()) {
      painter->setPen(QPen(colours::acquired, 2));
      painter->drawRect(box.adjusted(1, 1, -2, -1));
    }
    if (row.item == TreeItem::date)
      paint_date(*painter, box, row, tree_->isExpanded(index));
    else
      paint_part(*painter, box, row);
    painter->restore();
  }

 private:
  void paint_date(QPainter& painter, const QRect& box, const TreeRow& row, bool expanded) const {
    const qreal ratio = tree_->devicePixelRatioF();
    painter.drawPixmap(10, box.center().y() - 6,
                       icon_pixmap(expanded ? "fold" : "unfold", colours::text_second, 13, ratio));
    int x = chevron_end + 1;
    x += draw_badge(painter, x, box.center().y() + 1, row.badge, row.kind) + 8;
    painter.setFont(text_font(13, 500));
    painter.setPen(row.kind == TimepointKind::acquired ? colours::text : colours::predicted);
    paint_texts(painter, box, x, row);
  }

  void paint_part(QPainter& painter, const QRect& box, const TreeRow& row) const {
    const QColor colour = row.current ? colours::text : colours::text_second;
    painter.drawPixmap(37, box.center().y() - 7,
                       icon_pixmap(icon_of(row.item), colour, 15, tree_->devicePixelRatioF()));
    painter.setFont(text_font(13));
    painter.setPen(colour);
    paint_texts(painter, box, 60, row);
  }

  static void paint_texts(QPainter& painter, const QRect& box, int x, const TreeRow& row) {
    const QFont main = painter.font();
    const QFontMetrics aside_size(text_font(12));
    const int aside_width = aside_size.horizontalAdvance(row.aside);
    const QRect text_box(x, box.top(), box.right() - 10 - x - (aside_width ? aside_width + 8 : 0), box.height());
    painter.drawText(text_box, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(main).elidedText(row.text, Qt::ElideMiddle, text_box.width()));
    painter.setFont(text_font(12));
    painter.setPen(row.current ? colours::text_second : colours::text_third);
    painter.drawText(QRect(box.left(), box.top(), box.width() - 10, box.height()), Qt::AlignRight | Qt::AlignVCenter,
                     row.aside);
  }

  StudyTree* tree_;
};

}  // namespace

StudyTree::StudyTree(QWidget* parent) : QTreeView(parent), model_(new StudyTreeModel(this)) {
  setAccessibleName(tr("Studies: dates and what they hold"));
  setModel(model_);
  setItemDelegate(new TreeDelegate(this));
  setHeaderHidden(true);
  setIndentation(0);
  setRootIsDecorated(false);
  setUniformRowHeights(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
}

void StudyTree::set(std::shared_ptr<const Study> study, const std::vector<DateNumbers>& numbers) {
  model_->set(std::move(study), numbers);
  expandAll();
}

void StudyTree::set_current(int timepoint) {
  model_->set_current(timepoint);
  viewport()->update();
}

void StudyTree::mousePressEvent(QMouseEvent* event) {
  const QModelIndex index = indexAt(event->pos());
  if (!index.isValid()) return;
  setCurrentIndex(index);
  const TreeRow row = model_->row_at(index);
  if (row.item == TreeItem::date && event->position().x() < chevron_end) return setExpanded(index, !isExpanded(index));
  if (row.item == TreeItem::provenance) {
    Q_EMIT provenance_asked(row.timepoint);
    return;
  }
  Q_EMIT date_chosen(row.timepoint);
}

void StudyTree::keyPressEvent(QKeyEvent* event) {
  const QModelIndex index = currentIndex();
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && index.isValid()) {
    Q_EMIT date_chosen(model_->row_at(index).timepoint);
    return;
  }
  QTreeView::keyPressEvent(event);
}

}  // namespace longview
