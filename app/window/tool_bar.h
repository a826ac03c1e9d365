// The toolbar after window.md section 1: what is used all day, in groups.
#pragma once

#include <QToolBar>
#include <QToolButton>

#include "app/window/actions.h"

class QPushButton;

namespace longview {

class ToolBar : public QToolBar {
  Q_OBJECT

 public:
  ToolBar(Actions& actions, QWidget* parent = nullptr);
  // "1 T1 +Gd W 620 L 310"; the menu lists the presets of the shown series.
  void set_preset(const QString& name, const QString& window);
  void set_presets(const QStringList& names);
  // The icon that says how the shown date is linked.
  void set_link_icon(const QString& name);

 Q_SIGNALS:
  void preset_chosen(int number);

 private:
  QToolButton* word_button(QAction* action);
  void add_group(Actions& actions, const QStringList& ids);
  void add_line();
  void add_gap(int width);
  QPushButton* preset_ = nullptr;
  QToolButton* link_ = nullptr;
};

}  // namespace longview
