// The overlays, one row a layer: eye, sample of its line, name, opacity (window.md section 6).
#pragma once

#include <QAbstractListModel>
#include <QListView>
#include <string>
#include <vector>

#include "imaging/core/study.h"
#include "viewer/scene/scene.h"
#include "viewer/views/view_model.h"

namespace longview {

enum class LayerSample { acquired_older, acquired, predicted, predicted_high, backtest, probability, difference };

struct LayerRow {
  std::string key;  // of Overlays::layers: "contour A1", "contour P1 50", "probability", "difference", "map gancmlae/z"
  QString name;
  LayerSample sample = LayerSample::acquired;
  bool visible = true;
  double opacity = 1;
  QString unavailable;  // why it cannot be shown, else empty
};

// The rows that a study, the maps of models, and what is switched on in the scene give.
std::vector<LayerRow> layer_rows(const Study& study, const Scene& scene, const std::vector<ShownMap>& maps = {});

class LayerModel : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;
  void set(std::vector<LayerRow> rows);
  const std::vector<LayerRow>& rows() const { return rows_; }
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<LayerRow> rows_;
};

class LayerList : public QListView {
  Q_OBJECT

 public:
  explicit LayerList(QWidget* parent = nullptr);
  void set(std::vector<LayerRow> rows);
  const std::vector<LayerRow>& rows() const { return model_->rows(); }

 Q_SIGNALS:
  void visibility_changed(const std::string& key, bool visible);
  void opacity_changed(const std::string& key, double opacity);

 protected:
  void mousePressEvent(QMouseEvent*) override;
  void mouseMoveEvent(QMouseEvent*) override;
  void mouseReleaseEvent(QMouseEvent*) override;
  void keyPressEvent(QKeyEvent*) override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {160, 60}; }

 private:
  void drag_to(double x);
  LayerModel* model_;
  int dragged_ = -1;
};

}  // namespace longview
