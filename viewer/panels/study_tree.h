// Dates, and under each its series, segmentations, probability and provenance (window.md section 2).
#pragma once

#include <QAbstractItemModel>
#include <QTreeView>
#include <memory>
#include <vector>

#include "imaging/core/study.h"
#include "viewer/panels/study_numbers.h"

namespace longview {

enum class TreeItem { date, series, segmentation, probability, provenance };

// What a row says, without any drawing: the model's data and what tests ask.
struct TreeRow {
  TreeItem item = TreeItem::date;
  int timepoint = 0;
  int part = 0;   // of the date's series or masks
  QString badge;  // dates only
  QString text, aside;
  TimepointKind kind = TimepointKind::acquired;
  bool current = false;  // the date that the active view shows
};

class StudyTreeModel : public QAbstractItemModel {
  Q_OBJECT

 public:
  using QAbstractItemModel::QAbstractItemModel;
  void set(std::shared_ptr<const Study> study, const std::vector<DateNumbers>& numbers);
  void set_current(int timepoint);
  const TreeRow& row_at(const QModelIndex& index) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& index) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& = {}) const override { return 1; }
  QVariant data(const QModelIndex& index, int role) const override;

 private:
  struct Branch {
    TreeRow date;
    std::vector<TreeRow> parts;
  };
  std::vector<Branch> branches_;
};

class StudyTree : public QTreeView {
  Q_OBJECT

 public:
  explicit StudyTree(QWidget* parent = nullptr);
  void set(std::shared_ptr<const Study> study, const std::vector<DateNumbers>& numbers);
  void set_current(int timepoint);
  StudyTreeModel* rows() const { return model_; }

 Q_SIGNALS:
  void date_chosen(int timepoint);
  void provenance_asked(int timepoint);

 protected:
  void mousePressEvent(QMouseEvent*) override;
  void keyPressEvent(QKeyEvent*) override;

 private:
  StudyTreeModel* model_;
};

}  // namespace longview
