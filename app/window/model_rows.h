// A row of the models' list: name, whether it fits, task; the reason where it does not.
#pragma once

#include <QListWidgetItem>
#include <QStyledItemDelegate>
#include <vector>

#include "networks/core/model.h"

namespace longview {

QListWidgetItem* model_row(const ModelCard& card, const std::vector<Check>& checks);

class ModelRowDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace longview
