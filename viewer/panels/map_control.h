// Which map of a model lies over the scans, and from which value on: a choice, a slider with its number, and what the
// two hues mean.
#pragma once

#include <QString>
#include <QWidget>
#include <string>
#include <vector>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSlider;

namespace longview {

struct MapChoice {
  std::string key;  // of Overlays::map
  QString title;
  double usual_threshold = 0, range = 1;
  QString unit;
  QString above{}, below{};  // what values above and below 0 mean
};

class MapControl : public QWidget {
  Q_OBJECT

 public:
  explicit MapControl(QWidget* parent = nullptr);
  // `threshold` -1: the shown map's usual one.
  void set(const std::vector<MapChoice>& maps, const std::string& shown, double threshold);

 Q_SIGNALS:
  // Empty key: none. Threshold -1: the map's usual one. `continues`: the slider is still being dragged.
  void map_chosen(const std::string& key, double threshold, bool continues);

 private:
  const MapChoice* chosen() const;
  void show_threshold(const MapChoice& map, double threshold);
  QComboBox* map_;
  QSlider* slider_;
  QDoubleSpinBox* number_;
  QLabel* meaning_;
  std::vector<MapChoice> maps_;
};

}  // namespace longview
