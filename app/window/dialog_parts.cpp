#include "app/window/dialog_parts.h"

#include "viewer/panels/badge.h"
#include "viewer/scene/colours.h"

namespace longview {

QLabel* dialog_label(const QString& text, int pixels, int weight, const QColor& colour) {
  auto* label = new QLabel(text);
  label->setFont(text_font(pixels, weight));
  label->setStyleSheet("background: transparent; color:" + (colour.isValid() ? colour : colours::text).name());
  return label;
}

QFrame* dialog_line() {
  auto* line = new QFrame;
  line->setFixedHeight(1);
  line->setStyleSheet("background:" + colours::line.name());
  return line;
}

void add_heading(QBoxLayout* layout, const QString& title, const QString& aside) {
  auto* row = new QHBoxLayout;
  row->setContentsMargins(18, 12, 18, 12);
  row->addWidget(dialog_label(title, 14, 600));
  row->addStretch();
  row->addWidget(dialog_label(aside, 13, 400, colours::text_second));
  layout->addLayout(row);
  layout->addWidget(dialog_line());
}

}  // namespace longview
