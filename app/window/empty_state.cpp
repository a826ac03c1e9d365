#include "app/window/empty_state.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

QLabel* words(const QString& text, int pixels, int weight, const QColor& colour) {
  auto* label = new QLabel(text);
  label->setFont(text_font(pixels, weight));
  label->setStyleSheet("color:" + colour.name() + "; background: transparent");
  label->setAttribute(Qt::WA_TransparentForMouseEvents);
  return label;
}

// Acquired, acquired, predicted: what the program is about in one line.
class Emblem : public QWidget {
 public:
  Emblem() { setFixedSize(400, 70); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colours::acquired, 2));
    painter.drawLine(QPointF(10, 26), QPointF(230, 26));
    QPen dashed(colours::predicted, 2);
    dashed.setDashPattern({3, 2});
    painter.setPen(dashed);
    painter.drawLine(QPointF(240, 26), QPointF(390, 26));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours::acquired);
    painter.drawEllipse(QPointF(60, 26), 6, 6);
    painter.drawEllipse(QPointF(230, 26), 9, 9);
    const QPolygonF diamond{QPointF(350, 9), QPointF(367, 26), QPointF(350, 43), QPointF(333, 26)};
    painter.setBrush(colours::predicted_ground);
    painter.drawPolygon(diamond);
    painter.setBrush(colours::hatch(colours::predicted, devicePixelRatioF()));
    painter.setPen(QPen(colours::predicted, 1.5));
    painter.drawPolygon(diamond);
    painter.setFont(text_font(12));
    painter.setPen(colours::text_second);
    painter.drawText(QRectF(10, 44, 100, 20), Qt::AlignCenter, QObject::tr("acquired"));
    painter.drawText(QRectF(180, 44, 100, 20), Qt::AlignCenter, QObject::tr("acquired"));
    painter.setPen(colours::predicted);
    painter.drawText(QRectF(300, 48, 100, 20), Qt::AlignCenter, QObject::tr("predicted"));
  }
};

}  // namespace

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent),
      hint_(words(tr("Drop a folder of DICOM or NIfTI files here, or choose:"), 14, 400, colours::text_second)),
      recent_(new QWidget) {
  auto* all = new QVBoxLayout(this);
  all->addStretch(3);
  all->addWidget(new Emblem, 0, Qt::AlignHCenter);
  all->addSpacing(12);
  all->addWidget(words(tr("Open one patient’s scans from two or more dates"), 22, 600, colours::text), 0,
                 Qt::AlignHCenter);
  all->addSpacing(6);
  hint_->setWordWrap(true);
  hint_->setAlignment(Qt::AlignCenter);
  hint_->setFixedWidth(760);
  all->addWidget(hint_, 0, Qt::AlignHCenter);
  all->addSpacing(24);
  auto* row = new QHBoxLayout;
  row->setSpacing(14);
  row->addStretch();
  row->addWidget(card("open", tr("Open folder"), "Ctrl+O", tr("DICOM MR, CT, SEG or NIfTI. Files stay where they are."),
                      true, &EmptyState::open_asked));
  row->addWidget(card("series", tr("Demo study"), "Ctrl+Shift+D",
                      tr("Simulated glioma in a template brain, several dates. No patient data."), false,
                      &EmptyState::demo_asked));
  row->addStretch();
  all->addLayout(row);
  all->addSpacing(26);
  recent_->setFixedWidth(772);
  (new QVBoxLayout(recent_))->setContentsMargins(0, 0, 0, 0);
  all->addWidget(recent_, 0, Qt::AlignHCenter);
  all->addStretch(4);
}

QWidget* EmptyState::card(const QString& icon_name, const QString& title, const QString& keys, const QString& text,
                          bool first, void (EmptyState::*signal)()) {
  auto* button = new QPushButton;
  button->setAccessibleName(title + ". " + text);
  button->setFixedSize(248, 114);
  button->setDefault(first);
  button->setStyleSheet(QString("QPushButton { background: %1; border: %2 solid %3; border-radius: 4px; padding: 0 }"
                                "QPushButton:hover { background: %4 } QPushButton:focus { border: 2px solid %5 }")
                            .arg(colours::panel.name(), first ? "2px" : "1px",
                                 (first ? QColor(0x3E, 0x74, 0x9C) : colours::strong_line).name(),
                                 colours::raised.name(), colours::acquired.name()));
  auto* grid = new QGridLayout(button);
  grid->setContentsMargins(16, 16, 16, 12);
  grid->setHorizontalSpacing(9);
  auto* mark = new QLabel;
  mark->setPixmap(icon_pixmap(icon_name, colours::text, 16, devicePixelRatioF()));
  mark->setStyleSheet("background: transparent");
  grid->addWidget(mark, 0, 0);
  grid->addWidget(words(title, 14, 500, colours::text), 0, 1);
  grid->addWidget(words(keys, 11, 400, colours::text_third), 0, 2, Qt::AlignRight);
  auto* body = words(text, 12, 400, colours::text_second);
  body->setWordWrap(true);
  grid->addWidget(body, 1, 0, 1, 3);
  grid->setRowStretch(2, 1);
  grid->setColumnStretch(1, 1);
  connect(button, &QPushButton::clicked, this, signal);
  return button;
}

void EmptyState::set_recent(const QList<RecentStudy>& studies) {
  while (QLayoutItem* item = recent_->layout()->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  if (studies.isEmpty()) return;
  recent_->layout()->addWidget(words(tr("Recent"), 12, 600, colours::text_second));
  for (const RecentStudy& study : studies.mid(0, 5)) {
    auto* row = new QPushButton;
    row->setStyleSheet(
        QString("QPushButton { background: transparent; border: none; border-top: 1px solid %1; "
                "border-radius: 0; padding: 0 } QPushButton:hover { background: %2 } QPushButton:focus { "
                "border: 2px solid %3 }")
            .arg(colours::line.name(), colours::panel.name(), colours::acquired.name()));
    row->setFixedHeight(32);
    row->setAccessibleName(study.name + " " + study.what + " " + study.dates);
    auto* line = new QGridLayout(row);
    line->setContentsMargins(6, 0, 6, 0);
    line->addWidget(words(study.name, 13, 600, colours::text), 0, 0);
    line->addWidget(words(study.what, 13, 400, colours::text_second), 0, 1);
    line->addWidget(words(study.dates, 13, 400, colours::text_second), 0, 2);
    line->addWidget(words(study.opened.left(10), 13, 400, colours::text_second), 0, 3, Qt::AlignRight);
    line->setColumnStretch(0, 2);
    line->setColumnStretch(1, 4);
    line->setColumnStretch(2, 4);
    line->setColumnStretch(3, 2);
    connect(row, &QPushButton::clicked, this, [this, folder = study.folder] { Q_EMIT recent_chosen(folder); });
    recent_->layout()->addWidget(row);
  }
}

void EmptyState::set_words(const QString& sentence) {
  hint_->setText(sentence);
  hint_->setStyleSheet("color:" + colours::warning.name());
}

void EmptyState::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), colours::window);
  QPen pen(colours::strong_line, 1);
  pen.setDashPattern({4, 3});
  painter.setPen(pen);
  painter.drawRoundedRect(QRectF(rect()).adjusted(14.5, 14.5, -14.5, -14.5), 4, 4);
}

}  // namespace longview
