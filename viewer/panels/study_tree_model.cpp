#include "viewer/panels/study_tree.h"
#include "viewer/panels/words.h"

namespace longview {
namespace {

TreeRow date_row(const Study& study, std::size_t index) {
  const Timepoint& timepoint = study.timepoints[index];
  TreeRow row;
  row.timepoint = static_cast<int>(index);
  row.badge = QString::fromStdString(badge(study, index));
  row.text = date_words(timepoint);
  row.kind = timepoint.kind;
  const QString interval = QString::fromStdString(interval_words(study, index));
  if (timepoint.kind == TimepointKind::backtest) {
    // A back-test stands on the day of the acquired date that it predicts.
    for (std::size_t i = 0; i < study.timepoints.size(); ++i)
      if (is_acquired(study.timepoints[i]) && study.timepoints[i].day == timepoint.day)
        row.aside = QObject::tr("back-test of %1").arg(QString::fromStdString(badge(study, i)));
    if (row.aside.isEmpty()) row.aside = QObject::tr("back-test");
  } else if (is_acquired(timepoint)) {
    row.aside = modality_of(timepoint);
    if (!interval.isEmpty()) row.aside += " · " + interval;
  } else {
    row.aside = kind_words(timepoint.kind);
    if (!interval.isEmpty()) row.aside += " · " + interval;
  }
  return row;
}

TreeRow part_row(const TreeRow& date, TreeItem item, int part, const QString& text, const QString& aside = {}) {
  TreeRow row;
  row.item = item;
  row.timepoint = date.timepoint;
  row.part = part;
  row.kind = date.kind;
  row.text = text;
  row.aside = aside;
  return row;
}

std::vector<TreeRow> parts_of(const Timepoint& timepoint, const TreeRow& date, const DateNumbers* numbers) {
  std::vector<TreeRow> rows;
  const bool predicted = !is_acquired(timepoint);
  for (std::size_t i = 0; i < timepoint.series.size(); ++i) {
    const Series& series = timepoint.series[i];
    const QString aside =
        series.readable ? QObject::tr("%1 img").arg(series.grid.size[2]) : QObject::tr("not readable");
    rows.push_back(part_row(date, TreeItem::series, static_cast<int>(i), series_words(series, timepoint.kind), aside));
  }
  if (timepoint.probability)
    rows.push_back(part_row(date, TreeItem::probability, 0, QObject::tr("Tumour probability")));
  for (std::size_t i = 0; i < timepoint.masks.size(); ++i) {
    QString name = QString::fromStdString(timepoint.masks[i].name);
    if (predicted && timepoint.probability && !name.contains('%')) name += QStringLiteral(", 50") + QChar(0x2009) + "%";
    QString aside;
    if (i == 0 && numbers && numbers->volume_ml) aside = with_unit(*numbers->volume_ml, "mL", predicted);
    rows.push_back(part_row(date, TreeItem::segmentation, static_cast<int>(i), name, aside));
  }
  if (timepoint.provenance)
    rows.push_back(part_row(date, TreeItem::provenance, 0, QObject::tr("Provenance"),
                            QString::fromStdString(timepoint.provenance->model)));
  return rows;
}

// Back-tests come last: they are a check, not part of the patient's course.
std::vector<std::size_t> order_of(const Study& study) {
  std::vector<std::size_t> order;
  for (const bool backtests : {false, true})
    for (std::size_t i = 0; i < study.timepoints.size(); ++i)
      if ((study.timepoints[i].kind == TimepointKind::backtest) == backtests) order.push_back(i);
  return order;
}

}  // namespace

void StudyTreeModel::set(std::shared_ptr<const Study> study, const std::vector<DateNumbers>& numbers) {
  beginResetModel();
  branches_.clear();
  if (study) {
    for (const std::size_t index : order_of(*study)) {
      Branch branch{date_row(*study, index), {}};
      const DateNumbers* own = index < numbers.size() ? &numbers[index] : nullptr;
      branch.parts = parts_of(study->timepoints[index], branch.date, own);
      branches_.push_back(std::move(branch));
    }
  }
  endResetModel();
}

void StudyTreeModel::set_current(int timepoint) {
  for (auto& branch : branches_) {
    const bool current = branch.date.timepoint == timepoint;
    for (auto& part : branch.parts) part.current = current && part.item == TreeItem::series && part.part == 0;
    branch.date.current = current && branch.parts.empty();
  }
  Q_EMIT layoutChanged();
}

const TreeRow& StudyTreeModel::row_at(const QModelIndex& index) const {
  if (index.internalId() == 0) return branches_[static_cast<std::size_t>(index.row())].date;
  return branches_[index.internalId() - 1].parts[static_cast<std::size_t>(index.row())];
}

QModelIndex StudyTreeModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) return {};
  // internal id 0: a date; n + 1: a part of date n.
  return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : quintptr{0});
}

QModelIndex StudyTreeModel::parent(const QModelIndex& index) const {
  if (!index.isValid() || index.internalId() == 0) return {};
  return createIndex(static_cast<int>(index.internalId() - 1), 0, quintptr{0});
}

int StudyTreeModel::rowCount(const QModelIndex& parent) const {
  if (!parent.isValid()) return static_cast<int>(branches_.size());
  if (parent.internalId() != 0) return 0;
  return static_cast<int>(branches_[static_cast<std::size_t>(parent.row())].parts.size());
}

QVariant StudyTreeModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const TreeRow& row = row_at(index);
  if (role == Qt::DisplayRole) return row.text;
  if (role == Qt::ToolTipRole) return row.text;
  if (role == Qt::AccessibleTextRole) {
    QStringList words;
    if (!row.badge.isEmpty()) words << row.badge << kind_words(row.kind);
    words << row.text;
    if (!row.aside.isEmpty()) words << row.aside;
    return words.join(", ");
  }
  return {};
}

}  // namespace longview
