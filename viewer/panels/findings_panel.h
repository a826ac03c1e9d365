// What models say besides the next scan: their maps with a threshold, what they come to, and their tables, sortable. A
// click on a table's row asks for the place that the row is about.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "imaging/core/findings.h"
#include "imaging/core/study.h"
#include "viewer/panels/map_control.h"

class QComboBox;
class QTableWidget;

namespace longview {

class StatusFacts;

struct TableChoice {
  std::string model;  // that made it, "gancmlae"
  QString title;      // "GANCMLAE: regions"
  NamedTable table;
  bool operator==(const TableChoice&) const = default;
};

class FindingsPanel : public QWidget {
  Q_OBJECT

 public:
  explicit FindingsPanel(QWidget* parent = nullptr);
  void set_maps(const std::vector<MapChoice>& maps, const std::string& shown, double threshold);
  void set_facts(const std::vector<NamedFacts>& facts, const std::vector<NamedNumber>& numbers);
  // The same ones again leave the chosen table, its order and its place as they are; else the first is shown.
  void set_tables(const std::vector<TableChoice>& tables);

 Q_SIGNALS:
  // Empty key: none. Threshold -1: the map's usual one. `continues`: the slider is still being dragged.
  void map_chosen(const std::string& key, double threshold, bool continues);
  // By click, Enter or the arrow keys.
  void row_chosen(const std::string& model, const longview::NamedTable& table, int row);

 private:
  void show_table(int index);
  MapControl* maps_;
  StatusFacts* facts_;
  QComboBox* which_;
  QTableWidget* table_;
  std::vector<TableChoice> tables_;
};

}  // namespace longview
