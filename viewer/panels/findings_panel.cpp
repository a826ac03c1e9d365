#include "viewer/panels/findings_panel.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

#include "viewer/panels/badge.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

constexpr int row_role = Qt::UserRole;

// Sorts as a number where it is one.
class Cell : public QTableWidgetItem {
 public:
  explicit Cell(const std::string& text) : QTableWidgetItem(QString::fromStdString(text)) {
    number_ = this->text().toDouble(&is_number_);
    setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    setTextAlignment(Qt::AlignVCenter | (is_number_ ? Qt::AlignRight : Qt::AlignLeft));
    setToolTip(this->text());
    if (is_number_) setText(QString(this->text()).replace('-', QChar(0x2212)));
  }
  bool operator<(const QTableWidgetItem& other) const override {
    const auto* cell = dynamic_cast<const Cell*>(&other);
    if (cell && is_number_ && cell->is_number_) return number_ < cell->number_;
    if (cell && is_number_ != cell->is_number_) return is_number_;
    return text().localeAwareCompare(other.text()) < 0;
  }

 private:
  bool is_number_ = false;
  double number_ = 0;
};

// "volume_ml" as "volume, mL".
QString heading_of(const std::string& column) {
  QString text = QString::fromStdString(column);
  if (text.endsWith("_ml")) text = text.chopped(3) + QStringLiteral(", mL");
  if (text.endsWith("_mm")) text = text.chopped(3) + QStringLiteral(", mm");
  if (text.endsWith("_percent")) text = text.chopped(8) + QStringLiteral(", %");
  return text.replace('_', ' ');
}

// One line a value of the facts; values within values by their names.
void add_facts(const QString& name, const nlohmann::json& json, QStringList& lines) {
  if (json.is_object()) {
    for (const auto& [key, value] : json.items())
      add_facts((name.isEmpty() ? QString() : name + ' ') + QString::fromStdString(key), value, lines);
    return;
  }
  const QString value = QString::fromStdString(json.is_string() ? json.get<std::string>() : json.dump());
  lines << QString("<span style='color:%1'>%2</span>&nbsp; %3")
               .arg(colours::text_second.name(), QString(name).replace('_', ' ').toHtmlEscaped(),
                    value.toHtmlEscaped());
}

}  // namespace

FindingsPanel::FindingsPanel(QWidget* parent)
    : QWidget(parent),
      map_(new QComboBox),
      which_(new QComboBox),
      threshold_(new QDoubleSpinBox),
      facts_(new QLabel),
      table_(new QTableWidget) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(12, 0, 12, 8);
  all->setSpacing(6);
  auto* row = new QHBoxLayout;
  map_->setAccessibleName(tr("Map"));
  map_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  threshold_->setAccessibleName(tr("Threshold: below it the map shows nothing"));
  threshold_->setToolTip(threshold_->accessibleName());
  threshold_->setPrefix(QStringLiteral("≥ "));
  threshold_->setKeyboardTracking(false);
  row->addWidget(map_, 1);
  row->addWidget(threshold_);
  all->addLayout(row);
  facts_->setWordWrap(true);
  facts_->setFont(text_font(12));
  all->addWidget(facts_);
  which_->setAccessibleName(tr("Table"));
  all->addWidget(which_);
  table_->setAccessibleName(tr("Table of the model"));
  table_->setSortingEnabled(true);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setShowGrid(false);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(24);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->setMinimumHeight(200);
  all->addWidget(table_);
  const auto chosen = [this] {
    const int at = map_->currentIndex() - 1;
    const MapChoice* choice = at < 0 ? nullptr : &maps_[static_cast<std::size_t>(at)];
    Q_EMIT map_chosen(choice ? choice->key : std::string(), -1);
  };
  connect(map_, &QComboBox::activated, this, chosen);
  connect(threshold_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    const int at = map_->currentIndex() - 1;
    if (at >= 0) Q_EMIT map_chosen(maps_[static_cast<std::size_t>(at)].key, value);
  });
  connect(which_, &QComboBox::activated, this, &FindingsPanel::show_table);
  connect(table_, &QTableWidget::cellClicked, this, [this](int at, int) {
    const auto* item = table_->item(at, 0);
    if (item)
      Q_EMIT row_chosen(tables_[static_cast<std::size_t>(which_->currentIndex())], item->data(row_role).toInt());
  });
}

void FindingsPanel::set_maps(const std::vector<MapChoice>& maps, const std::string& shown, double threshold) {
  maps_ = maps;
  const QSignalBlocker quiet(map_), still(threshold_);
  map_->clear();
  map_->addItem(maps.empty() ? tr("no map") : tr("no map shown"));
  int current = 0;
  for (const MapChoice& map : maps) {
    map_->addItem(map.title);
    if (map.key == shown) current = map_->count() - 1;
  }
  map_->setCurrentIndex(current);
  map_->setVisible(!maps.empty());
  threshold_->setVisible(current > 0);
  if (current == 0) return;
  const MapChoice& map = maps[static_cast<std::size_t>(current - 1)];
  threshold_->setDecimals(map.range >= 20 ? 0 : map.range >= 1 ? 1 : 3);
  threshold_->setSingleStep(map.range >= 20 ? 1 : map.range >= 1 ? 0.1 : map.range / 20);
  threshold_->setRange(0, map.range);
  threshold_->setSuffix(map.unit.isEmpty() || map.unit == "1" ? QString() : QChar(0x2009) + map.unit);
  threshold_->setValue(threshold >= 0 ? threshold : map.usual_threshold);
}

void FindingsPanel::set_tables(const std::vector<NamedTable>& tables, const std::vector<NamedFacts>& facts) {
  if (tables == tables_ && facts == all_facts_) return;
  all_facts_ = facts;
  QStringList lines;
  for (const NamedFacts& fact : facts) {
    const auto json = nlohmann::json::parse(fact.json, nullptr, false);
    if (!json.is_discarded()) add_facts({}, json, lines);
  }
  facts_->setText(lines.mid(0, 24).join("<br>"));
  facts_->setVisible(!lines.isEmpty());
  tables_ = tables;
  which_->clear();
  for (const NamedTable& table : tables) which_->addItem(heading_of(table.name));
  which_->setVisible(tables.size() > 1);
  table_->setVisible(!tables.empty());
  if (!tables.empty()) show_table(0);
}

void FindingsPanel::show_table(int index) {
  const NamedTable& table = tables_[static_cast<std::size_t>(index)];
  table_->setSortingEnabled(false);
  table_->clear();
  table_->setColumnCount(static_cast<int>(table.columns.size()));
  table_->setRowCount(static_cast<int>(table.rows.size()));
  QStringList headings;
  for (const std::string& column : table.columns) headings << heading_of(column);
  table_->setHorizontalHeaderLabels(headings);
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    for (std::size_t c = 0; c < table.columns.size() && c < table.rows[r].size(); ++c) {
      auto* cell = new Cell(table.rows[r][c]);
      cell->setData(row_role, static_cast<int>(r));
      table_->setItem(static_cast<int>(r), static_cast<int>(c), cell);
    }
  table_->setSortingEnabled(true);
  table_->horizontalHeader()->setSortIndicator(
      -1, Qt::AscendingOrder);  // as the model wrote it, until a heading is clicked
}

}  // namespace longview
