#include "app/window/banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/scene/colours.h"

namespace longview {

Banner::Banner(QWidget* parent) : QFrame(parent), mark_(new QLabel), words_(new QLabel), row_(new QHBoxLayout(this)) {
  setStyleSheet(QString("Banner { background: %1; border: 1px solid %2 }")
                    .arg(colours::raised.name(), colours::strong_line.name()));
  setObjectName("banner");
  row_->setContentsMargins(12, 5, 8, 5);
  row_->setSpacing(9);
  words_->setFont(text_font(13));
  words_->setWordWrap(true);
  row_->addWidget(mark_);
  row_->addWidget(words_, 1);
  hide();
}

void Banner::ask(const QString& sentence, const QList<std::pair<QString, QString>>& buttons) {
  show_line(sentence, "note", buttons);
}

void Banner::tell(const QString& sentence) { show_line(sentence, "warning", {{"close", tr("Close")}}); }

QString Banner::words() const { return isHidden() ? QString() : words_->text(); }

void Banner::seen(const QString& key) {
  if (key == first_) hide();
}

void Banner::show_line(const QString& sentence, const QString& icon_name,
                       const QList<std::pair<QString, QString>>& buttons) {
  for (QPushButton* button : findChildren<QPushButton*>()) delete button;
  const QColor colour = icon_name == "warning" ? colours::warning : colours::text_second;
  mark_->setPixmap(icon_pixmap(icon_name, colour, 15, devicePixelRatioF()));
  words_->setText(sentence.toHtmlEscaped().replace('\n', "<br>"));
  setAccessibleName(sentence);
  first_ = buttons.isEmpty() ? QString() : buttons.front().first;
  for (const auto& [key, words] : buttons) {
    auto* button = new QPushButton(words);
    connect(button, &QPushButton::clicked, this, [this, name = key] {
      hide();
      Q_EMIT chosen(name);
    });
    row_->addWidget(button);
  }
  show();
}

}  // namespace longview
