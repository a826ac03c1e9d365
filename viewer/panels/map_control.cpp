#include "viewer/panels/map_control.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>
#include <cmath>

#include "viewer/panels/badge.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

constexpr int slider_steps = 200;

// "■ less tissue than expected  ■ more tissue than expected", the squares in the map's hues.
QString meaning_of(const MapChoice& map) {
  QStringList words;
  const auto add = [&](const QString& text, const QColor& colour, const QString& sign) {
    if (!text.isEmpty())
      words << QString("<span style='color:%1'>■</span> %2 %3").arg(colour.name(), sign, text.toHtmlEscaped());
  };
  add(map.above, colours::more, "+");
  add(map.below, colours::less, QChar(0x2212));
  return words.join("<br>");
}

}  // namespace

MapControl::MapControl(QWidget* parent)
    : QWidget(parent),
      map_(new QComboBox),
      slider_(new QSlider(Qt::Horizontal)),
      number_(new QDoubleSpinBox),
      meaning_(new QLabel) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(6);
  map_->setAccessibleName(tr("Map"));
  map_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  all->addWidget(map_);
  auto* row = new QHBoxLayout;
  slider_->setRange(0, slider_steps);
  slider_->setPageStep(slider_steps / 10);
  slider_->setAccessibleName(tr("Threshold: below it the map shows nothing"));
  number_->setAccessibleName(slider_->accessibleName());
  number_->setToolTip(slider_->accessibleName());
  number_->setPrefix(QStringLiteral("≥ "));
  number_->setKeyboardTracking(false);
  row->addWidget(slider_, 1);
  row->addWidget(number_);
  all->addLayout(row);
  meaning_->setFont(text_font(12));
  meaning_->setWordWrap(true);
  all->addWidget(meaning_);
  connect(map_, &QComboBox::activated, this, [this] {
    const MapChoice* map = chosen();
    Q_EMIT map_chosen(map ? map->key : std::string(), -1, false);
  });
  connect(number_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    if (const MapChoice* map = chosen()) Q_EMIT map_chosen(map->key, value, false);
  });
  connect(slider_, &QSlider::valueChanged, this, [this](int step) {
    if (const MapChoice* map = chosen())
      Q_EMIT map_chosen(map->key, map->range * step / slider_steps, slider_->isSliderDown());
  });
}

const MapChoice* MapControl::chosen() const {
  const int at = map_->currentIndex() - 1;
  return at >= 0 && at < static_cast<int>(maps_.size()) ? &maps_[static_cast<std::size_t>(at)] : nullptr;
}

void MapControl::set(const std::vector<MapChoice>& maps, const std::string& shown, double threshold) {
  maps_ = maps;
  const QSignalBlocker quiet(map_);
  map_->clear();
  map_->addItem(maps.empty() ? tr("no map") : tr("no map shown"));
  int current = 0;
  for (const MapChoice& map : maps) {
    map_->addItem(map.title);
    if (map.key == shown) current = map_->count() - 1;
  }
  map_->setCurrentIndex(current);
  setVisible(!maps.empty());
  for (QWidget* widget : std::initializer_list<QWidget*>{slider_, number_, meaning_}) widget->setVisible(current > 0);
  if (const MapChoice* map = chosen()) show_threshold(*map, threshold >= 0 ? threshold : map->usual_threshold);
}

void MapControl::show_threshold(const MapChoice& map, double threshold) {
  const QSignalBlocker quiet(number_), still(slider_);
  number_->setDecimals(map.range >= 20 ? 0 : map.range >= 1 ? 1 : 3);
  number_->setSingleStep(map.range >= 20 ? 1 : map.range >= 1 ? 0.1 : map.range / 20);
  number_->setRange(0, map.range);
  number_->setSuffix(map.unit.isEmpty() || map.unit == "1" ? QString() : QChar(0x2009) + map.unit);
  number_->setValue(threshold);
  if (!slider_->isSliderDown())
    slider_->setValue(static_cast<int>(std::lround(slider_steps * threshold / std::max(map.range, 1e-9))));
  meaning_->setText(meaning_of(map));
  meaning_->setVisible(!meaning_->text().isEmpty());
}

}  // namespace longview
