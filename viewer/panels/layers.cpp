#include "viewer/panels/layers.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>

#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

constexpr int row_height = 28, eye_end = 32, slider_width = 38, slider_right = 50;

QRectF slider_of(const QRect& row) {
  return {row.right() - slider_right - slider_width + 0.0, row.top() + 0.0, slider_width + 0.0, row.height() + 0.0};
}

void draw_sample(QPainter& painter, const QRectF& box, LayerSample sample) {
  const auto line = [&](QColor colour, const QVector<qreal>& dash) {
    QPen pen(colour, 2);
    pen.setCapStyle(Qt::FlatCap);
    if (!dash.isEmpty()) pen.setDashPattern(dash);
    painter.setPen(pen);
    painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()));
  };
  const auto wash = [&](const QColor& from, const QColor& middle, const QColor& to) {
    QLinearGradient colours(box.topLeft(), box.topRight());
    colours.setColorAt(0, from);
    colours.setColorAt(0.5, middle);
    colours.setColorAt(1, to);
    painter.fillRect(QRectF(box.left(), box.center().y() - 4.5, box.width(), 9), colours);
  };
  switch (sample) {
    case LayerSample::acquired_older: return line(colours::acquired_older, {});
    case LayerSample::acquired: return line(colours::acquired, {});
    case LayerSample::predicted: return line(colours::predicted, {3, 1.5});
    case LayerSample::predicted_high: return line(colours::predicted, {1, 1.2});
    case LayerSample::backtest: return line(colours::predicted, {4.5, 1.5});
    case LayerSample::probability: return wash(colours::predicted_ground, colours::predicted, QColor(0xFF, 0xE6, 0xC8));
    case LayerSample::difference: return wash(QColor(0x4E, 0x97, 0xE6), Qt::black, QColor(0xF4, 0x96, 0x3C));
  }
}

class LayerDelegate : public QStyledItemDelegate {
 public:
  explicit LayerDelegate(LayerList* list) : QStyledItemDelegate(list), list_(list) {}

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {160, row_height}; }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const LayerRow& row = list_->rows()[static_cast<std::size_t>(index.row())];
    const QRect box = option.rect;
    const bool shown = row.visible && row.unavailable.isEmpty();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QColor eye = shown ? colours::text_second : colours::text_third;
    painter->drawPixmap(12, box.center().y() - 7,
                        icon_pixmap(shown ? "eye" : "eye-off", eye, 15, list_->devicePixelRatioF()));
    painter->setOpacity(shown ? 1 : 0.55);
    draw_sample(*painter, QRectF(34, box.top(), 22, box.height()), row.sample);
    painter->setOpacity(1);
    painter->setFont(text_font(13));
    painter->setPen(shown ? colours::text : colours::text_third);
    const QString state = !row.unavailable.isEmpty() ? row.unavailable : row.visible ? QString() : QObject::tr("off");
    const int end = static_cast<int>(slider_of(box).left()) - 6;
    painter->drawText(
        QRect(64, box.top(), (state.isEmpty() ? end : box.right() - 60) - 64, box.height()),
        Qt::AlignVCenter | Qt::AlignLeft,
        painter->fontMetrics().elidedText(row.name, Qt::ElideRight, (state.isEmpty() ? end : box.right() - 60) - 64));
    if (state.isEmpty()) paint_slider(*painter, box, row);
    painter->setFont(text_font(12));
    painter->setPen(shown ? colours::text_second : colours::text_third);
    const QString value =
        state.isEmpty() ? QString("%1").arg(static_cast<int>(row.opacity * 100 + 0.5)) + QChar(0x2009) + "%" : state;
    painter->drawText(box.adjusted(0, 0, -12, 0), Qt::AlignVCenter | Qt::AlignRight, value);
    if (option.state & QStyle::State_HasFocus && list_->hasFocus()) {
      painter->setPen(QPen(colours::acquired, 2));
      painter->drawRect(box.adjusted(1, 1, -2, -1));
    }
    painter->restore();
  }

 private:
  static void paint_slider(QPainter& painter, const QRect& box, const LayerRow& row) {
    const QRectF slider = slider_of(box);
    const double x = slider.left() + 4 + row.opacity * (slider.width() - 8), y = box.center().y() + 0.5;
    painter.setPen(QPen(colours::strong_line, 2));
    painter.drawLine(QPointF(slider.left(), y), QPointF(slider.right(), y));
    painter.setPen(QPen(colours::text_second, 2));
    painter.drawLine(QPointF(slider.left(), y), QPointF(x, y));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours::text);
    painter.drawEllipse(QPointF(x, y), 4, 4);
  }

  LayerList* list_;
};

}  // namespace

LayerList::LayerList(QWidget* parent) : QListView(parent), model_(new LayerModel(this)) {
  setAccessibleName(tr("Overlays"));
  setModel(model_);
  setItemDelegate(new LayerDelegate(this));
  setFrameShape(QFrame::NoFrame);
  setUniformItemSizes(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
}

void LayerList::set(std::vector<LayerRow> rows) {
  model_->set(std::move(rows));
  updateGeometry();
  viewport()->update();
}

void LayerList::mousePressEvent(QMouseEvent* event) {
  const QModelIndex index = indexAt(event->pos());
  if (!index.isValid()) return;
  setCurrentIndex(index);
  const LayerRow& row = rows()[static_cast<std::size_t>(index.row())];
  if (!row.unavailable.isEmpty()) return;
  const QRectF slider = slider_of(visualRect(index)).adjusted(-6, 0, 6, 0);
  if (row.visible && slider.contains(event->position())) {
    dragged_ = index.row();
    drag_to(event->position().x());
  } else if (event->position().x() < eye_end || !row.visible) {
    Q_EMIT visibility_changed(row.key, !row.visible);
  }
}

void LayerList::drag_to(double x) {
  const QRectF slider = slider_of(visualRect(model_->index(dragged_)));
  const double opacity = std::clamp((x - slider.left() - 4) / (slider.width() - 8), 0.0, 1.0);
  Q_EMIT opacity_changed(rows()[static_cast<std::size_t>(dragged_)].key, opacity);
}

void LayerList::mouseMoveEvent(QMouseEvent* event) {
  if (dragged_ >= 0) drag_to(event->position().x());
}

void LayerList::mouseReleaseEvent(QMouseEvent*) { dragged_ = -1; }

void LayerList::keyPressEvent(QKeyEvent* event) {
  const QModelIndex index = currentIndex();
  if (!index.isValid()) return QListView::keyPressEvent(event);
  const LayerRow row = rows()[static_cast<std::size_t>(index.row())];
  const int key = event->key();
  if (key == Qt::Key_Return || key == Qt::Key_Enter)
    Q_EMIT visibility_changed(row.key, !row.visible);
  else if (key == Qt::Key_Plus || key == Qt::Key_Minus)
    Q_EMIT opacity_changed(row.key, std::clamp(row.opacity + (key == Qt::Key_Plus ? 0.1 : -0.1), 0.0, 1.0));
  else
    QListView::keyPressEvent(event);
}

QSize LayerList::sizeHint() const { return {240, std::max(1, model_->rowCount()) * row_height + 6}; }

}  // namespace longview
