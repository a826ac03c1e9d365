#include "viewer/panels/layers.h"
#include "viewer/panels/words.h"

namespace longview {
namespace {

LayerRow row_of(const Scene& scene, const std::string& key, const QString& name, LayerSample sample, bool on,
                double opacity) {
  LayerRow row{key, name, sample, on, opacity, {}};
  const auto found = scene.overlays.layers.find(key);
  if (found != scene.overlays.layers.end()) {
    row.visible = on && found->second.visible;
    row.opacity = found->second.opacity;
  }
  return row;
}

bool has_mask(const Timepoint& timepoint) {
  for (const auto& mask : timepoint.masks)
    if (mask.labels) return true;
  return false;
}

int last_acquired(const Study& study) {
  int last = -1;
  for (std::size_t i = 0; i < study.timepoints.size(); ++i)
    if (is_acquired(study.timepoints[i])) last = static_cast<int>(i);
  return last;
}

}  // namespace

std::vector<LayerRow> layer_rows(const Study& study, const Scene& scene, const std::vector<ShownMap>& maps) {
  std::vector<LayerRow> rows;
  const Overlays& overlays = scene.overlays;
  const int newest = last_acquired(study);
  bool any_probability = false;
  for (std::size_t i = 0; i < study.timepoints.size(); ++i) {
    const Timepoint& timepoint = study.timepoints[i];
    any_probability |= timepoint.probability.has_value();
    if (!has_mask(timepoint)) continue;
    const std::string name = badge(study, i);
    // Of brain structures there are fills, no contours.
    const bool lesion = lesion_of(timepoint) || timepoint.probability;
    const QString shown =
        (lesion ? QObject::tr("Contour %1") : QObject::tr("Structures %1")).arg(QString::fromStdString(name));
    if (is_acquired(timepoint)) {
      const auto sample = static_cast<int>(i) == newest ? LayerSample::acquired : LayerSample::acquired_older;
      rows.push_back(row_of(scene, "contour " + name, shown, sample, overlays.contours, 1));
      continue;
    }
    const bool backtest = timepoint.kind == TimepointKind::backtest;
    const QString percent = QString(QChar(0x2009)) + "%";
    rows.push_back(row_of(scene, "contour " + name + " 50", lesion ? shown + " 50" + percent : shown,
                          backtest ? LayerSample::backtest : LayerSample::predicted, overlays.contours, 1));
    if (timepoint.probability && !backtest)
      rows.push_back(row_of(scene, "contour " + name + " 90", shown + " 90" + percent, LayerSample::predicted_high,
                            overlays.contours, 1));
  }
  LayerRow wash =
      row_of(scene, "probability", QObject::tr("Probability"), LayerSample::probability, overlays.probability, 0.46);
  if (!any_probability) wash.unavailable = QObject::tr("none predicted");
  rows.push_back(wash);
  if (scene.timepoint >= 0 && scene.timepoint < static_cast<int>(study.timepoints.size())) {
    const auto shown = static_cast<std::size_t>(scene.timepoint);
    int from = newest;
    if (is_acquired(study.timepoints[shown])) from = scene.timepoint > 0 ? scene.timepoint - 1 : -1;
    if (from >= 0 && from != scene.timepoint) {
      const QString name = QObject::tr("Difference %1 − %2")
                               .arg(QString::fromStdString(badge(study, shown)),
                                    QString::fromStdString(badge(study, static_cast<std::size_t>(from))));
      rows.push_back(row_of(scene, "difference", name, LayerSample::difference, overlays.difference, 1));
    }
  }
  for (const ShownMap& map : maps)
    rows.push_back(row_of(scene, "map " + map.key, QString::fromStdString(map.title), LayerSample::difference,
                          overlays.map == map.key, 1));
  return rows;
}

void LayerModel::set(std::vector<LayerRow> rows) {
  if (rows.size() == rows_.size()) {
    rows_ = std::move(rows);
    if (!rows_.empty()) Q_EMIT dataChanged(index(0), index(static_cast<int>(rows_.size()) - 1));
    return;
  }
  beginResetModel();
  rows_ = std::move(rows);
  endResetModel();
}

int LayerModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant LayerModel::data(const QModelIndex& index, int role) const {
  const LayerRow& row = rows_[static_cast<std::size_t>(index.row())];
  if (role == Qt::DisplayRole) return row.name;
  if (role == Qt::AccessibleTextRole)
    return QObject::tr("%1, %2, opacity %3 %")
        .arg(row.name, row.visible ? QObject::tr("shown") : QObject::tr("hidden"))
        .arg(static_cast<int>(row.opacity * 100 + 0.5));
  return {};
}

}  // namespace longview
