// What a model says besides the next scan: its maps with a threshold, its tables, sortable, and its facts. A click on a
// table's row asks for the place that the row is about.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "imaging/core/findings.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QTableWidget;

namespace longview {

struct MapChoice {
  std::string key;  // of Overlays::map
  QString title;
  double usual_threshold = 0, range = 1;
  QString unit;
};

class FindingsPanel : public QWidget {
  Q_OBJECT

 public:
  explicit FindingsPanel(QWidget* parent = nullptr);
  void set_maps(const std::vector<MapChoice>& maps, const std::string& shown, double threshold);
  // The same ones again leave the chosen table, its order and its place as they are.
  void set_tables(const std::vector<NamedTable>& tables, const std::vector<NamedFacts>& facts);

 Q_SIGNALS:
  // Empty key: none. Threshold -1: the map's usual one.
  void map_chosen(const std::string& key, double threshold);
  void row_chosen(const longview::NamedTable& table, int row);

 private:
  void show_table(int index);
  QComboBox *map_, *which_;
  QDoubleSpinBox* threshold_;
  QLabel* facts_;
  QTableWidget* table_;
  std::vector<MapChoice> maps_;
  std::vector<NamedTable> tables_;
  std::vector<NamedFacts> all_facts_;
};

}  // namespace longview
