#include "app/window/theme.h"

#include <QApplication>
#include <QPalette>
#include <QStyleFactory>

#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

QPalette dark_palette() {
  QPalette palette;
  palette.setColor(QPalette::Window, colours::panel);
  palette.setColor(QPalette::Base, colours::panel);
  palette.setColor(QPalette::AlternateBase, colours::raised);
  palette.setColor(QPalette::Button, colours::raised);
  palette.setColor(QPalette::Text, colours::text);
  palette.setColor(QPalette::WindowText, colours::text);
  palette.setColor(QPalette::ButtonText, colours::text);
  palette.setColor(QPalette::BrightText, colours::warning);
  palette.setColor(QPalette::PlaceholderText, colours::text_third);
  palette.setColor(QPalette::Highlight, colours::control);
  palette.setColor(QPalette::HighlightedText, colours::text);
  palette.setColor(QPalette::Link, colours::acquired);
  palette.setColor(QPalette::LinkVisited, colours::acquired);
  palette.setColor(QPalette::ToolTipBase, colours::raised);
  palette.setColor(QPalette::ToolTipText, colours::text);
  palette.setColor(QPalette::Light, colours::strong_line);
  palette.setColor(QPalette::Mid, colours::line);
  palette.setColor(QPalette::Dark, colours::window);
  palette.setColor(QPalette::Shadow, colours::window);
  const QColor faint(0x4A, 0x52, 0x5B);
  for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, faint);
  return palette;
}

// Names in braces stand for tokens.
const char* const sheet = R"(
* { outline: none; }
QMainWindow, QMainWindow::separator { background: {window}; }
QMainWindow::separator { width: 1px; height: 1px; }
QDockWidget > QStackedWidget, #topbar { background: {panel}; }
#topbar { border-bottom: 1px solid {line}; }
QMenuBar { background: transparent; border: none; padding: 0; font-size: 13px; }
QMenuBar::item { padding: 6px 7px; background: transparent; color: {text2}; }
QMenuBar::item:selected { background: {control}; color: {text}; }
QMenu { background: {raised}; border: 1px solid {strong}; padding: 4px 0; font-size: 13px; }
QMenu::item { padding: 5px 28px 5px 12px; color: {text}; }
QMenu::item:selected { background: {control}; }
QMenu::item:disabled { color: #4A525B; }
QMenu::separator { height: 1px; background: {line}; margin: 4px 0; }
QMenu::icon { padding-left: 8px; }
QToolTip { background: {raised}; color: {text}; border: 1px solid {strong}; padding: 4px; font-size: 12px; }
QStatusBar { background: {panel}; border-top: 1px solid {line}; font-size: 12px; }
QStatusBar::item { border: none; }
QScrollArea { background: {panel}; border: none; }
QTreeView, QListView, QTableView { background: {panel}; border: none; }
QPushButton, QToolButton { background: {panel}; color: {text}; border: 1px solid {strong}; border-radius: 4px;
  padding: 4px 12px; font-size: 13px; min-height: 18px; }
QPushButton:hover, QToolButton:hover { background: {control}; }
QPushButton:pressed, QToolButton:pressed { background: {line}; }
QPushButton:checked { background: {control}; border-color: {acquired}; }
QPushButton:focus, QToolButton:focus { border: 2px solid {acquired}; padding: 3px 11px; }
QPushButton:disabled, QToolButton:disabled { color: #4A525B; border-color: {line}; }
QToolButton[bare="true"] { border: none; background: transparent; padding: 0; min-height: 0; border-radius: 3px; }
QToolButton[bare="true"]:focus { border: 2px solid {acquired}; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; }
QPushButton[predicts="true"], QToolButton[predicts="true"], QToolButton#horizon {
  color: {predicted}; border: 1px solid {predicted}; background: {predicted_ground}; }
QPushButton[predicts="true"]:hover, QToolButton[predicts="true"]:hover, QToolButton#horizon:hover { background: #33230F; }
QPushButton[predicts="true"]:disabled, QToolButton[predicts="true"]:disabled { color: #5C4A36; border-color: #3A2E20; }
QToolButton#horizon { padding: 0 8px; font-size: 12px; min-height: 0; }
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit, QTextEdit { background: {raised}; color: {text}; border: 1px solid {edge};
  border-radius: 4px; padding: 3px 8px; min-height: 20px; font-size: 13px; selection-background-color: {control}; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid {acquired};
  padding: 2px 7px; }
QSpinBox[predicts="true"] { color: {predicted}; border-color: {predicted}; background: {predicted_ground}; }
QComboBox QAbstractItemView { background: {raised}; border: 1px solid {strong}; selection-background-color: {control}; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { background: transparent; border: none; width: 20px; }
QAbstractSpinBox::up-arrow { image: url(:/icons/spin-up.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow, QComboBox::down-arrow { image: url(:/icons/spin-down.svg); width: 10px; height: 10px; }
QComboBox::drop-down { background: transparent; border: none; width: 22px; }
QCheckBox::indicator, QListView::indicator { width: 13px; height: 13px; border: 1px solid {edge}; border-radius: 2px;
  background: {raised}; }
QCheckBox::indicator:checked, QListView::indicator:checked { image: url(:/icons/tick.svg); }
QCheckBox::indicator:disabled { border-color: {line}; }
QCheckBox { font-size: 13px; spacing: 8px; color: {text}; }
QCheckBox:focus { color: {acquired}; }
QGroupBox { border: none; }
QDialog { background: {panel}; border: 1px solid {strong}; }
QProgressBar { background: {line}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: {acquired}; border-radius: 2px; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar::handle:vertical { background: {control}; border-radius: 3px; min-height: 24px; margin: 0 1px; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle:horizontal { background: {control}; border-radius: 3px; min-width: 24px; margin: 1px 0; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QHeaderView::section { background: {panel}; color: {text2}; border: none; border-bottom: 1px solid {line}; padding: 4px 8px;
  font-size: 12px; }
)";

QString style_sheet() {
  QString text = sheet;
  const std::pair<const char*, QColor> names[] = {
      {"{window}", colours::window},       {"{panel}", colours::panel},
      {"{raised}", colours::raised},       {"{control}", colours::control},
      {"{line}", colours::line},           {"{strong}", colours::strong_line},
      {"{edge}", colours::control_edge},   {"{text}", colours::text},
      {"{text2}", colours::text_second},   {"{acquired}", colours::acquired},
      {"{predicted}", colours::predicted}, {"{predicted_ground}", colours::predicted_ground}};
  for (const auto& [name, colour] : names) text.replace(name, colour.name());
  return text;
}

}  // namespace

void apply_theme(QApplication& application) {
  // The sheet names pictures: the icons have to be there before it is read.
  has_icon("tick");
  application.setStyle(QStyleFactory::create("Fusion"));
  application.setPalette(dark_palette());
  application.setFont(text_font(13));
  application.setStyleSheet(style_sheet());
}

}  // namespace longview
