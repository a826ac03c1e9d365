// A small table of figures with one column a date: blue badges over acquired columns, hatch under predicted ones.
// Ctrl+C copies it as text that still says which figures were predicted.
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QTableView>
#include <optional>
#include <vector>

#include "imaging/core/study.h"

namespace longview {

struct FigureColumn {
  QString badge;    // "A1"; empty for a plain heading
  QString heading;  // "no change"
  TimepointKind kind = TimepointKind::acquired;
  QString source;      // for predicted ones: model, version, horizon, inputs
  bool plain = false;  // neither acquired nor predicted by the model: a baseline
};

struct FigureCell {
  QString text;
  bool faint = false;  // within noise, or no skill in this patient
  QString tooltip;
};

struct FigureRow {
  QString name, unit;
  std::vector<FigureCell> cells;  // one a column
  bool small = false;
};

struct FigureTableContent {
  std::vector<FigureColumn> columns;
  std::vector<FigureRow> rows;
};

// Tab separated, first rows badge, kind and source: what a mail program gets.
QString as_tsv(const FigureTableContent& content);

class FigureModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  using QAbstractTableModel::QAbstractTableModel;
  void set(FigureTableContent content);
  const FigureTableContent& content() const { return content_; }
  // Row 0 is the heading, column 0 the names.
  int rowCount(const QModelIndex& = {}) const override;
  int columnCount(const QModelIndex& = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 private:
  FigureTableContent content_;
};

class FigureTable : public QTableView {
  Q_OBJECT

 public:
  explicit FigureTable(const QString& accessible_name, QWidget* parent = nullptr);
  void set(FigureTableContent content);
  const FigureTableContent& content() const { return model_->content(); }
  void copy() const;

 protected:
  void keyPressEvent(QKeyEvent*) override;
  void resizeEvent(QResizeEvent*) override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

 private:
  FigureModel* model_;
};

}  // namespace longview
