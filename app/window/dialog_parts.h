// What all dialogs share: the heading, the row of buttons, and lists of models.
#pragma once

#include <QBoxLayout>
#include <QDialog>
#include <QFrame>
#include <QLabel>
#include <QString>

namespace longview {

// A label in the program's type: 13 px body, 12 px small.
QLabel* dialog_label(const QString& text, int pixels = 13, int weight = 400, const QColor& colour = {});
QFrame* dialog_line();
// "Predict" left, "DEMO-0042 · two acquired dates" right, a line below.
void add_heading(QBoxLayout* layout, const QString& title, const QString& aside);

}  // namespace longview
