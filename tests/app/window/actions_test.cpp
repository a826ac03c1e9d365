#include "app/window/actions.h"

#include <gtest/gtest.h>

#include <QMenu>
#include <QMenuBar>
#include <QSet>
#include <QWidget>

#include "viewer/panels/icons.h"

namespace longview {
namespace {

QSet<QString> keys_of(const Actions& actions) {
  QSet<QString> keys;
  for (const QAction* action : actions.all())
    for (const QKeySequence& key : action->shortcuts()) keys << key.toString();
  return keys;
}

TEST(Actions, HaveNoKeyTwice) {
  QWidget window;
  const Actions actions(&window);
  QHash<QString, QString> owner;
  for (const QAction* action : actions.all())
    for (const QKeySequence& key : action->shortcuts()) {
      EXPECT_FALSE(owner.contains(key.toString()))
          << key.toString().toStdString() << " is on " << owner[key.toString()].toStdString() << " and "
          << action->objectName().toStdString();
      owner[key.toString()] = action->objectName();
    }
}

// window.md section 8, but for what belongs to a later issue: query PACS (Ctrl+Shift+O).
TEST(Actions, HaveEveryKeyOfTheTable) {
  QWidget window;
  const Actions actions(&window);
  const QSet<QString> keys = keys_of(actions);
  for (const char* wanted : {"Up",
                             "Down",
                             "PgUp",
                             "PgDown",
                             "Home",
                             "End",
                             "Left",
                             "Right",
                             "Space",
                             "Shift+Space",
                             "0",
                             "1",
                             "2",
                             "3",
                             "4",
                             "5",
                             "6",
                             "7",
                             "8",
                             "9",
                             "Ctrl+1",
                             "Ctrl+2",
                             "Ctrl+3",
                             "Ctrl+4",
                             "Ctrl+5",
                             "X",
                             "W",
                             "G",
                             "Z",
                             "M",
                             "O",
                             "F",
                             "Tab",
                             "C",
                             "B",
                             "P",
                             "D",
                             "H",
                             "Shift+H",
                             "J",
                             "Shift+J",
                             "N",
                             "Shift+N",
                             "L",
                             "K",
                             "Ctrl+K",
                             "Y",
                             "R",
                             "I",
                             "Ctrl+O",
                             "Ctrl+Shift+D",
                             "Ctrl+R",
                             "Ctrl+J",
                             "Ctrl+E",
                             "Ctrl+Shift+E",
                             "Ctrl+S",
                             "Ctrl+Z",
                             "Ctrl+Shift+Z",
                             "F6",
                             "Ctrl+Shift+C",
                             "F1",
                             "?",
                             "F7",
                             "F8",
                             "F11",
                             "Ctrl+T",
                             "Shift+Tab"})
    EXPECT_TRUE(keys.contains(QKeySequence(wanted).toString())) << wanted;
}

TEST(Actions, StandInAMenuOrHaveAKeyAndCarryWords) {
  QWidget window;
  const Actions actions(&window);
  for (const ActionRow& row : action_rows()) {
    if (*row.id == '\0') continue;
    EXPECT_TRUE(*row.menu != '\0' || *row.keys != '\0') << row.id;
    EXPECT_FALSE(actions[row.id]->text().isEmpty()) << row.id;
    EXPECT_TRUE(*row.icon == '\0' || has_icon(row.icon)) << row.icon;
  }
}

TEST(Actions, NeedAStudyWhereTheyShowOne) {
  QWidget window;
  Actions actions(&window);
  actions.set_study_open(false);
  EXPECT_FALSE(actions["predict"]->isEnabled());
  EXPECT_FALSE(actions["export"]->isEnabled());
  EXPECT_TRUE(actions["open"]->isEnabled());
  actions.set_study_open(true);
  EXPECT_TRUE(actions["predict"]->isEnabled());
}

TEST(Actions, HaveNoMnemonicTwiceInTheMenuBar) {
  QWidget window;
  const Actions actions(&window);
  QMenuBar bar;
  actions.fill(&bar);
  ASSERT_EQ(bar.actions().size(), static_cast<qsizetype>(menu_names().size()));
  QSet<QChar> seen;
  for (const QAction* menu : bar.actions()) {
    const QString text = menu->text();
    const QChar letter = text[text.indexOf('&') + 1].toLower();
    EXPECT_FALSE(seen.contains(letter)) << text.toStdString();
    seen << letter;
    EXPECT_FALSE(menu->menu()->actions().isEmpty()) << text.toStdString();
  }
}

TEST(Icons, AreAllThereAndTakeTheirColour) {
  for (const char* name :
       {"open",       "pacs",         "layout-1",    "layout-3",     "layout-3plus3d", "layout-compare", "layout-3d",
        "crosshair",  "window-level", "pan",         "zoom",         "length",         "ellipse",        "preset",
        "link",       "link-warning", "link-broken", "flicker",      "contour",        "fill",           "probability",
        "difference", "z-map",        "eye",         "eye-off",      "mask",           "picture",        "predict",
        "export",     "send",         "series",      "segmentation", "document",       "accept",         "reject",
        "comment",    "note",         "warning",     "error",        "cancel",         "device",         "lock",
        "fold",       "search",       "more"}) {
    ASSERT_TRUE(has_icon(name)) << name;
    const QImage picture = icon_pixmap(name, QColor(255, 0, 0), 32).toImage();
    int red = 0, other = 0;
    for (int y = 0; y < picture.height(); ++y)
      for (int x = 0; x < picture.width(); ++x) {
        const QColor colour = picture.pixelColor(x, y);
        if (colour.alpha() < 128) continue;
        (colour.red() > 200 && colour.green() < 40 && colour.blue() < 40 ? red : other)++;
      }
    EXPECT_GT(red, 4) << name;
    EXPECT_EQ(other, 0) << name;
  }
}

}  // namespace
}  // namespace longview
