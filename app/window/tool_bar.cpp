#include "app/window/tool_bar.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

// Beside the window's style sheet: what only buttons of the bar look like.
const char* const sheet = R"(
QToolBar { background: #15181C; border: none; border-bottom: 1px solid #282E35; spacing: 0; padding: 0 8px; }
QToolButton { border: none; background: transparent; padding: 3px 10px; border-radius: 4px; font-size: 13px; min-height: 22px; }
QToolButton:hover { background: #22272D; }
QToolButton:checked { background: #2F363E; border-bottom: 2px solid #74B9E8; border-bottom-left-radius: 2px;
  border-bottom-right-radius: 2px; padding-bottom: 1px; }
QToolButton:focus { border: 2px solid #74B9E8; padding: 1px 8px; }
QToolButton[group="true"] { padding: 3px 4px; margin: 1px; min-width: 18px; min-height: 20px; }
QToolButton[group="true"]:checked { padding-bottom: 1px; }
QPushButton#preset { background: transparent; border: 1px solid #3A424B; padding: 3px 11px; text-align: left; min-height: 20px; }
QToolButton[predicts="true"] { border: 1px solid #C98A4A; background: #231B12; color: #F2A65A; padding: 3px 14px; }
QToolButton[predicts="true"]:disabled { border-color: #3A2E20; color: #5C4A36; }
QFrame#group { background: #0E1013; border: 1px solid #282E35; border-radius: 4px; }
)";

}  // namespace

ToolBar::ToolBar(Actions& actions, QWidget* parent) : QToolBar(parent) {
  setObjectName("toolbar");
  setMovable(false);
  setFloatable(false);
  setContextMenuPolicy(Qt::PreventContextMenu);
  setFixedHeight(44);
  setIconSize({16, 16});
  setStyleSheet(sheet);
  actions["open"]->setIconText(tr("Open"));
  addWidget(word_button(actions["open"]));
  add_gap(6);
  add_line();
  add_group(actions, {"layout-single", "layout-planes", "layout-planes3d", "layout-compare", "layout-3d"});
  add_line();
  add_group(actions, {"tool-crosshair", "tool-window", "tool-pan", "tool-zoom", "tool-length", "tool-ellipse"});
  add_gap(14);
  preset_ = new QPushButton;
  preset_->setObjectName("preset");
  preset_->setMenu(new QMenu(preset_));
  preset_->setFixedWidth(200);
  preset_->setAccessibleName(tr("Window preset"));
  addWidget(preset_);
  set_preset({}, {});
  add_line();
  link_ = word_button(actions["linked"]);
  addWidget(link_);
  addWidget(word_button(actions["flicker"]));
  add_line();
  add_group(actions, {"contours", "fill", "probability", "difference"});
  auto* stretch = new QWidget;
  stretch->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  addWidget(stretch);
  for (const char* id : {"hide_patient", "copy_picture"}) {
    auto* button = new QToolButton;
    button->setDefaultAction(actions[id]);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setProperty("group", true);
    addWidget(button);
  }
  add_line();
  QToolButton* predict = word_button(actions["predict"]);
  predict->setProperty("predicts", true);
  actions["predict"]->setIcon(icon("predict", colours::predicted));
  addWidget(predict);
  add_gap(6);
  addWidget(word_button(actions["export"]));
}

QToolButton* ToolBar::word_button(QAction* action) {
  auto* button = new QToolButton;
  button->setDefaultAction(action);
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setAccessibleName(action->iconText());
  // Qt leaves 4 px between icon and words; the design has 8.
  action->setIconText(" " + action->iconText());
  return button;
}

void ToolBar::add_group(Actions& actions, const QStringList& ids) {
  auto* frame = new QFrame;
  frame->setObjectName("group");
  auto* row = new QHBoxLayout(frame);
  row->setContentsMargins(1, 0, 1, 0);
  row->setSpacing(0);
  for (const QString& id : ids) {
    auto* button = new QToolButton;
    button->setDefaultAction(actions[id]);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setProperty("group", true);
    button->setAccessibleName(actions[id]->iconText());
    row->addWidget(button);
  }
  addWidget(frame);
}

void ToolBar::add_line() {
  auto* space = new QWidget;
  space->setFixedSize(31, 24);
  auto* row = new QHBoxLayout(space);
  row->setContentsMargins(15, 3, 15, 3);
  auto* line = new QFrame;
  line->setFixedWidth(1);
  line->setStyleSheet("background:" + colours::strong_line.name());
  row->addWidget(line);
  addWidget(space);
}

void ToolBar::add_gap(int width) {
  auto* space = new QWidget;
  space->setFixedWidth(width);
  addWidget(space);
}

void ToolBar::set_preset(const QString& name, const QString& window) {
  const QString words = "  " + (name.isEmpty() ? tr("Window preset") : name + "   " + window);
  preset_->setText(QFontMetrics(text_font(13)).elidedText(words, Qt::ElideRight, 168) + "  ▾");
  preset_->setEnabled(!name.isEmpty());
}

void ToolBar::set_presets(const QStringList& names) {
  preset_->menu()->clear();
  for (int number = 0; number < names.size(); ++number)
    if (!names[number].isEmpty())
      preset_->menu()->addAction(QString("%1  %2").arg(number).arg(names[number]), this,
                                 [this, number] { Q_EMIT preset_chosen(number); });
}

void ToolBar::set_link_icon(const QString& name) { link_->defaultAction()->setIcon(icon(name)); }

}  // namespace longview
