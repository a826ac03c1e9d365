#include "app/window/keys_overlay.h"

#include <QAction>
#include <QKeyEvent>
#include <QPainter>
#include <QWidget>

#include "app/window/actions.h"
#include "viewer/panels/badge.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

struct Line {
  QString keys, words;
};

std::vector<Line> gestures() {
  return {{QObject::tr("wheel, Shift+wheel"), QObject::tr("slice ±1, ±10")},
          {QObject::tr("Ctrl+wheel"), QObject::tr("zoom about the pointer")},
          {QObject::tr("Alt+wheel"), QObject::tr("earlier, later date")},
          {QObject::tr("left drag"), QObject::tr("the chosen tool")},
          {QObject::tr("Shift+left"), QObject::tr("crosshair here")},
          {QObject::tr("right drag"), QObject::tr("window and level")},
          {QObject::tr("middle drag"), QObject::tr("pan")},
          {QObject::tr("double click"), QObject::tr("maximise, restore")}};
}

class KeysOverlay : public QWidget {
 public:
  explicit KeysOverlay(QWidget* window) : QWidget(window) {
    setGeometry(window->rect());
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(QObject::tr("Keys and gestures"));
    lines_ = gestures();
    for (const ActionRow& row : action_rows()) {
      const auto* action = *row.id ? window->findChild<QAction*>(row.id) : nullptr;
      if (!action || action->shortcut().isEmpty()) continue;
      QStringList keys;
      for (const QKeySequence& key : action->shortcuts()) keys << key.toString(QKeySequence::NativeText);
      lines_.push_back({keys.join(", "), action->iconText()});
    }
    show();
    setFocus();
  }

 protected:
  bool event(QEvent* event) override {
    // Keys belong to the overlay while it stands: none of the window's commands runs behind it.
    if (event->type() == QEvent::ShortcutOverride) event->accept();
    return QWidget::event(event);
  }
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    QColor ground = colours::window;
    ground.setAlphaF(0.93);
    painter.fillRect(rect(), ground);
    constexpr int line_height = 24, column_width = 420, top = 130;
    const int rows = std::max(10, (height() - top - 80) / line_height);
    const int columns = (static_cast<int>(lines_.size()) + rows - 1) / rows;
    const int left = std::max(40, (width() - columns * column_width) / 2);
    painter.setFont(text_font(22, 600));
    painter.setPen(colours::text);
    painter.drawText(left, 90, QObject::tr("Keys and gestures"));
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const int x = left + static_cast<int>(i) / rows * column_width,
                y = top + static_cast<int>(i) % rows * line_height;
      painter.setFont(text_font(13, 500));
      painter.setPen(colours::acquired);
      painter.drawText(QRect(x, y, 130, line_height), Qt::AlignRight | Qt::AlignVCenter, lines_[i].keys);
      painter.setFont(text_font(13));
      painter.setPen(colours::text);
      painter.drawText(QRect(x + 146, y, column_width - 150, line_height), Qt::AlignLeft | Qt::AlignVCenter,
                       lines_[i].words);
    }
  }
  void keyPressEvent(QKeyEvent*) override { close(); }
  void mousePressEvent(QMouseEvent*) override { close(); }

 private:
  std::vector<Line> lines_;
};

}  // namespace

void show_keys_overlay(QWidget* window) { new KeysOverlay(window); }

}  // namespace longview
