#include "viewer/panels/findings_panel.h"

#include <QComboBox>
#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

#include "viewer/panels/status_facts.h"

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

// Places are for the click, not for the eye.
bool is_hidden(const std::string& column) { return column == "x_mm" || column == "y_mm" || column == "z_mm"; }

}  // namespace

FindingsPanel::FindingsPanel(QWidget* parent)
    : QWidget(parent), maps_(new MapControl), facts_(new StatusFacts), which_(new QComboBox), table_(new QTableWidget) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(12, 0, 12, 8);
  all->setSpacing(8);
  all->addWidget(maps_);
  all->addWidget(facts_);
  which_->setAccessibleName(tr("Table"));
  which_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  all->addWidget(which_);
  table_->setAccessibleName(tr("Table of the model: a row's click goes to its place"));
  table_->setSortingEnabled(true);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setShowGrid(false);
  table_->setWordWrap(false);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(24);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setMaximumSectionSize(148);
  table_->setMinimumHeight(260);
  all->addWidget(table_);
  set_tables({});
  connect(maps_, &MapControl::map_chosen, this, &FindingsPanel::map_chosen);
  connect(which_, &QComboBox::activated, this, &FindingsPanel::show_table);
  const auto choose = [this](int at) {
    const auto* item = table_->item(at, 0);
    const int which = which_->currentIndex();
    if (!item || which < 0) return;
    const TableChoice& choice = tables_[static_cast<std::size_t>(which)];
    Q_EMIT row_chosen(choice.model, choice.table, item->data(row_role).toInt());
  };
  connect(table_, &QTableWidget::cellClicked, this, [choose](int at, int) { choose(at); });
  connect(table_, &QTableWidget::cellActivated, this, [choose](int at, int) { choose(at); });
}

void FindingsPanel::set_maps(const std::vector<MapChoice>& maps, const std::string& shown, double threshold) {
  maps_->set(maps, shown, threshold);
}

void FindingsPanel::set_facts(const std::vector<NamedFacts>& facts, const std::vector<NamedNumber>& numbers) {
  facts_->set(facts, numbers);
}

void FindingsPanel::set_tables(const std::vector<TableChoice>& tables) {
  if (tables == tables_ && which_->count() == static_cast<int>(tables.size())) {
    table_->setVisible(!tables.empty());
    which_->setVisible(tables.size() > 1);
    return;
  }
  tables_ = tables;
  which_->clear();
  for (const TableChoice& choice : tables) which_->addItem(choice.title);
  which_->setVisible(tables.size() > 1);
  table_->setVisible(!tables.empty());
  if (!tables.empty()) show_table(0);
}

void FindingsPanel::show_table(int index) {
  const NamedTable& table = tables_[static_cast<std::size_t>(index)].table;
  table_->setSortingEnabled(false);
  table_->clear();
  table_->setColumnCount(static_cast<int>(table.columns.size()));
  table_->setRowCount(static_cast<int>(table.rows.size()));
  QStringList headings;
  for (const std::string& column : table.columns) headings << heading_of(column);
  table_->setHorizontalHeaderLabels(headings);
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    table_->setColumnHidden(static_cast<int>(c), is_hidden(table.columns[c]));
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
