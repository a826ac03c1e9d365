#include "viewer/panels/section.h"

#include <QMouseEvent>
#include <QPainter>
#include <QRegularExpression>

#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/scene/colours.h"

namespace longview {

constexpr int heading_height = 36;

Section::Section(const QString& key, const QString& title, QWidget* content, QWidget* parent)
    : QWidget(parent),
      chevron_(new QToolButton),
      title_(new QLabel(title)),
      aside_(new QLabel),
      heading_(new QHBoxLayout),
      content_(content) {
  setObjectName(key);
  chevron_->setAutoRaise(true);
  chevron_->setFixedSize(24, 24);
  chevron_->setIconSize({14, 14});
  chevron_->setFocusPolicy(Qt::TabFocus);
  chevron_->setProperty("bare", true);
  title_->setFont(text_font(12, 600));
  title_->setStyleSheet("color:" + colours::text_second.name());
  aside_->setFont(text_font(12));
  aside_->setStyleSheet("color:" + colours::text_third.name());
  connect(aside_, &QLabel::linkActivated, this, &Section::link_activated);
  connect(chevron_, &QToolButton::clicked, this, [this] { set_folded(!folded_); });
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 1);
  all->setSpacing(0);
  heading_->setContentsMargins(8, 6, 12, 6);
  heading_->setSpacing(5);
  heading_->addWidget(chevron_);
  heading_->addWidget(title_);
  heading_->addStretch();
  heading_->addWidget(aside_);
  all->addLayout(heading_);
  all->addWidget(content_);
  set_folded(false);
}

void Section::set_title(const QString& title) {
  title_->setText(title);
  chevron_->setAccessibleName(folded_ ? tr("Show %1").arg(title) : tr("Fold %1").arg(title));
}

void Section::set_aside(const QString& text) {
  aside_->setText(text);
  // Only a link takes the focus, and it says whose it is.
  const bool link = text.contains("<a ");
  aside_->setTextInteractionFlags(link ? Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard
                                       : Qt::NoTextInteraction);
  aside_->setFocusPolicy(link ? Qt::TabFocus : Qt::NoFocus);
  QString plain = text;
  plain.remove(QRegularExpression("<[^>]*>"));
  aside_->setAccessibleName(title_->text() + ": " + plain);
}

void Section::set_aside_widget(QWidget* widget) { heading_->addWidget(widget); }

void Section::set_folded(bool folded) {
  folded_ = folded;
  content_->setVisible(!folded);
  chevron_->setIcon(icon(folded ? "unfold" : "fold"));
  set_title(title_->text());
  Q_EMIT fold_changed(folded);
}

void Section::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(0, height() - 1, width(), 1, colours::line);
}

void Section::mousePressEvent(QMouseEvent* event) {
  if (event->position().y() < heading_height && event->button() == Qt::LeftButton) set_folded(!folded_);
}

}  // namespace longview
