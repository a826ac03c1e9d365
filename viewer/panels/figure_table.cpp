#include "viewer/panels/figure_table.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include "viewer/panels/badge.h"
#include "viewer/panels/words.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

constexpr int row_height = 27, small_row_height = 25, heading_height = 32;

class FigureDelegate : public QStyledItemDelegate {
 public:
  FigureDelegate(const FigureModel* model, QObject* parent) : QStyledItemDelegate(parent), model_(model) {}

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto& content = model_->content();
    const QRect box = option.rect;
    const bool predicted = index.column() > 0 && is_predicted(content.columns[column_of(index)]);
    painter->save();
    if (predicted) draw_hatch(*painter, box, 0.10);
    if (index.row() == 0) {
      painter->fillRect(box.left(), box.bottom(), box.width(), 1, colours::line);
      if (index.column() > 0) paint_heading(*painter, box.adjusted(2, 0, -12, 0), content.columns[column_of(index)]);
    } else if (index.column() == 0) {
      paint_name(*painter, box.adjusted(12, 0, 0, 0), content.rows[row_of(index)]);
    } else {
      paint_cell(*painter, box.adjusted(2, 0, -12, 0), content.rows[row_of(index)], column_of(index), predicted);
    }
    if (option.state & QStyle::State_HasFocus) {
      painter->setPen(QPen(colours::acquired, 1));
      painter->drawRect(box.adjusted(0, 0, -1, -1));
    }
    painter->restore();
  }

 private:
  static std::size_t column_of(const QModelIndex& index) { return static_cast<std::size_t>(index.column() - 1); }
  static std::size_t row_of(const QModelIndex& index) { return static_cast<std::size_t>(index.row() - 1); }
  static bool is_predicted(const FigureColumn& column) {
    return !column.plain && column.kind != TimepointKind::acquired;
  }

  static void paint_heading(QPainter& painter, const QRect& box, const FigureColumn& column) {
    int right = box.right() + 1;
    if (!column.badge.isEmpty()) {
      right -= badge_width(column.badge);
      draw_badge(painter, right, box.center().y(), column.badge, column.kind);
      right -= 4;
    }
    QString heading = column.heading;
    if (heading.isEmpty() && is_predicted(column)) heading = QObject::tr("predicted");
    painter.setFont(text_font(12));
    painter.setPen(is_predicted(column) ? colours::predicted : colours::text_second);
    painter.drawText(QRect(box.left() - 20, box.top(), right - box.left() + 20, box.height()),
                     Qt::AlignRight | Qt::AlignVCenter, heading);
  }

  static void paint_name(QPainter& painter, const QRect& box, const FigureRow& row) {
    painter.setFont(text_font(row.small ? 12 : 13));
    painter.setPen(row.small ? colours::text_third : colours::text_second);
    QRect used;
    // Long names may run under empty cells.
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, row.name, &used);
    painter.setFont(text_font(12));
    painter.setPen(colours::text_third);
    painter.drawText(box.adjusted(used.width() + 4, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, row.unit);
  }

  static void paint_cell(QPainter& painter, const QRect& box, const FigureRow& row, std::size_t column,
                         bool predicted) {
    if (column >= row.cells.size()) return;
    const FigureCell& cell = row.cells[column];
    painter.setFont(text_font(row.small ? 12 : 13));
    const bool nothing = cell.text.isEmpty() || cell.text == "–";
    painter.setPen(cell.faint || nothing ? colours::text_third : predicted ? colours::predicted : colours::text);
    if (row.small && predicted && !cell.faint) painter.setOpacity(0.8);
    painter.drawText(box.adjusted(-30, 0, 0, 0), Qt::AlignRight | Qt::AlignVCenter, cell.text);
  }

  const FigureModel* model_;
};

}  // namespace

QString as_tsv(const FigureTableContent& content) {
  QString text;
  const auto line = [&](const QString& first, auto value_of) {
    text += first;
    for (std::size_t i = 0; i < content.columns.size(); ++i) text += "\t" + value_of(i);
    text += "\n";
  };
  line("date", [&](std::size_t i) {
    const auto& column = content.columns[i];
    return column.badge.isEmpty() ? column.heading : column.badge;
  });
  line("kind", [&](std::size_t i) {
    return content.columns[i].plain ? QStringLiteral("baseline") : kind_words(content.columns[i].kind);
  });
  line("source", [&](std::size_t i) { return content.columns[i].source; });
  for (const auto& row : content.rows)
    line(row.unit.isEmpty() ? row.name : row.name + " (" + row.unit + ")",
         [&](std::size_t i) { return i < row.cells.size() ? row.cells[i].text : QString(); });
  return text;
}

void FigureModel::set(FigureTableContent content) {
  beginResetModel();
  content_ = std::move(content);
  endResetModel();
}

int FigureModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(content_.rows.size()) + 1;
}

int FigureModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(content_.columns.size()) + 1;
}

QVariant FigureModel::data(const QModelIndex& index, int role) const {
  const int row = index.row() - 1, column = index.column() - 1;
  if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) {
    if (row < 0 && column < 0) return {};
    if (column < 0) return content_.rows[static_cast<std::size_t>(row)].name;
    const auto& head = content_.columns[static_cast<std::size_t>(column)];
    if (row < 0) return head.badge + " " + (head.plain ? head.heading : kind_words(head.kind));
    const auto& cells = content_.rows[static_cast<std::size_t>(row)].cells;
    return static_cast<std::size_t>(column) < cells.size() ? cells[static_cast<std::size_t>(column)].text : QString();
  }
  if (role == Qt::ToolTipRole && row >= 0 && column >= 0) {
    const auto& cells = content_.rows[static_cast<std::size_t>(row)].cells;
    if (static_cast<std::size_t>(column) < cells.size()) return cells[static_cast<std::size_t>(column)].tooltip;
  }
  return {};
}

FigureTable::FigureTable(const QString& accessible_name, QWidget* parent)
    : QTableView(parent), model_(new FigureModel(this)) {
  setAccessibleName(accessible_name);
  setModel(model_);
  setItemDelegate(new FigureDelegate(model_, this));
  setFrameShape(QFrame::NoFrame);
  setShowGrid(false);
  setSelectionMode(QAbstractItemView::NoSelection);
  horizontalHeader()->hide();
  verticalHeader()->hide();
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FigureTable::set(FigureTableContent content) {
  model_->set(std::move(content));
  verticalHeader()->setMinimumSectionSize(20);
  for (int row = 0; row < model_->rowCount(); ++row) {
    const bool small = row > 0 && model_->content().rows[static_cast<std::size_t>(row - 1)].small;
    setRowHeight(row, row == 0 ? heading_height : small ? small_row_height : row_height);
  }
  updateGeometry();
  resizeEvent(nullptr);
}

void FigureTable::copy() const { QGuiApplication::clipboard()->setText(as_tsv(model_->content())); }

void FigureTable::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return copy();
  QTableView::keyPressEvent(event);
}

void FigureTable::resizeEvent(QResizeEvent* event) {
  if (event) QTableView::resizeEvent(event);
  // Predicted columns need room for their word; the names get what is left.
  int left = viewport()->width();
  for (std::size_t column = 0; column < content().columns.size(); ++column) {
    const FigureColumn& head = content().columns[column];
    const bool wide = !head.plain && head.kind != TimepointKind::acquired;
    const int width = wide ? 104 : head.plain ? (head.heading.size() > 5 ? 76 : 52) : 62;
    setColumnWidth(static_cast<int>(column) + 1, width);
    left -= width;
  }
  setColumnWidth(0, std::max(80, left));
}

QSize FigureTable::sizeHint() const {
  int height = 4;
  for (int row = 0; row < model_->rowCount(); ++row) height += rowHeight(row);
  return {280, height};
}

}  // namespace longview
