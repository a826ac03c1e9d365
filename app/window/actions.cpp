#include "app/window/actions.h"

#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>
#include <QWidget>

#include "viewer/panels/icons.h"

namespace longview {

Actions::Actions(QWidget* window) : QObject(window) {
  QHash<QString, QActionGroup*> groups;
  for (const ActionRow& row : action_rows()) {
    if (*row.id == '\0') continue;
    auto* action = new QAction(tr(row.words), window);
    action->setObjectName(row.id);
    QList<QKeySequence> keys;
    for (const QString& text : QString(row.keys).split(' ', Qt::SkipEmptyParts)) keys << QKeySequence(text);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WindowShortcut);
    if (*row.icon != '\0') action->setIcon(icon(row.icon));
    // The toolbar's words: short, without mnemonic and dots.
    action->setIconText(tr(row.words).remove('&').section(tr(" with "), 0, 0));
    action->setIconVisibleInMenu(false);
    action->setToolTip(action->iconText() + (keys.isEmpty() ? QString() : "  " + keys.front().toString()));
    action->setProperty("needs_study", row.needs_study);
    const QString check = row.check;
    if (!check.isEmpty()) action->setCheckable(true);
    if (!check.isEmpty() && check != "on") {
      if (!groups.contains(check)) groups[check] = new QActionGroup(this);
      groups[check]->addAction(action);
    }
    window->addAction(action);
    actions_[row.id] = action;
  }
  actions_["flicker"]->setAutoRepeat(false);
  actions_["hold_overlays"]->setAutoRepeat(false);
  actions_["recent"]->setMenu(new QMenu(window));
}

void Actions::fill(QMenuBar* bar) const {
  static const QHash<QString, QString> words{{"File", tr("&File")},
                                             {"View", tr("&View")},
                                             {"Image", tr("&Image")},
                                             {"Overlay", tr("&Overlay")},
                                             {"Prediction", tr("P&rediction")},
                                             {"Measure", tr("&Measure")},
                                             {"Network", tr("&Network")},
                                             {"Window", tr("&Window")},
                                             {"Help", tr("&Help")}};
  for (const QString& name : menu_names()) {
    QMenu* menu = bar->addMenu(words[name]);
    for (const ActionRow& row : action_rows()) {
      if (name != row.menu) continue;
      if (QString(row.words) == "-")
        menu->addSeparator();
      else
        menu->addAction(actions_[row.id]);
    }
  }
}

void Actions::set_study_open(bool open) {
  for (QAction* action : actions_)
    if (action->property("needs_study").toBool()) action->setEnabled(open);
}

}  // namespace longview
