// Every command of the window once: its words, keys, icon and menu (window.md section 8). Menus, toolbar, keys overlay
// and the test of the key table all read this list.
#pragma once

#include <QAction>
#include <QHash>
#include <QObject>
#include <QString>
#include <vector>

class QMenuBar;

namespace longview {

struct ActionRow {
  const char* id;
  const char* menu;   // "File"; "" for keys that stand in no menu
  const char* words;  // with its mnemonic; "-" is a separator
  const char* keys;   // portable text, several separated by a space
  const char* icon;   // "" for none
  const char* check;  // "" for a plain command, "on" for a switch, else the name of the group it is one of
  bool needs_study;
};

// In menu order.
const std::vector<ActionRow>& action_rows();
// The menus left to right.
const std::vector<QString>& menu_names();

class Actions : public QObject {
  Q_OBJECT

 public:
  // The actions belong to `window`, so that their keys act wherever its focus is.
  explicit Actions(QWidget* window);

  QAction* operator[](const QString& id) const { return actions_.value(id); }
  QList<QAction*> all() const { return actions_.values(); }
  // Fills the menu bar; "recent" gets a sub-menu whose content the window sets.
  void fill(QMenuBar* bar) const;
  void set_study_open(bool open);

 private:
  QHash<QString, QAction*> actions_;
};

}  // namespace longview
