#include "viewer/panels/review_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/scene/colours.h"

namespace longview {

QString review_words(const Review& review) {
  switch (review.state) {
    case ReviewState::not_reviewed: return "not reviewed";
    case ReviewState::accepted: return "accepted";
    case ReviewState::rejected: return "rejected: " + review.reason;
  }
  return "not reviewed";
}

ReviewPanel::ReviewPanel(QWidget* parent) : QWidget(parent) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(12, 2, 12, 10);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  const auto button = [&](const QString& name, const QString& words, void (ReviewPanel::*signal)()) {
    auto* made = new QPushButton(icon(name, colours::text), words);
    made->setMinimumHeight(30);
    made->setCheckable(name != "comment");
    made->setObjectName(name);
    connect(made, &QPushButton::clicked, this, signal);
    row->addWidget(made, 1);
  };
  button("accept", tr("Accept"), &ReviewPanel::accepted);
  button("reject", tr("Reject"), &ReviewPanel::rejected);
  button("comment", tr("Comment"), &ReviewPanel::comment_asked);
  all->addLayout(row);
  auto* words = new QLabel;
  words->setObjectName("words");
  words->setFont(text_font(12));
  words->setWordWrap(true);
  words->setStyleSheet("color:" + colours::text_second.name());
  all->addWidget(words);
}

void ReviewPanel::set(const Review& review) {
  findChild<QPushButton*>("accept")->setChecked(review.state == ReviewState::accepted);
  findChild<QPushButton*>("reject")->setChecked(review.state == ReviewState::rejected);
  QStringList lines;
  if (review.state != ReviewState::not_reviewed) lines << tr("By %1, %2").arg(review.by, review.at);
  if (!review.reason.isEmpty()) lines << tr("Reason: %1").arg(review.reason);
  if (!review.comment.isEmpty()) lines << tr("Comment: %1").arg(review.comment);
  auto* words = findChild<QLabel*>("words");
  words->setText(lines.join("\n"));
  words->setVisible(!lines.isEmpty());
}

}  // namespace longview
