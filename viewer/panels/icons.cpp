#include "viewer/panels/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include "viewer/scene/colours.h"

// The resource file belongs to a static library: its initialiser must be named, outside every namespace.
static void load_icon_resources() { Q_INIT_RESOURCE(icons); }

namespace longview {
namespace {

QByteArray svg_of(const QString& name) {
  static const bool loaded = (load_icon_resources(), true);
  (void)loaded;
  QFile file(":/icons/" + name + ".svg");
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void paint_svg(QPainter& painter, const QRectF& where, QByteArray svg, const QColor& colour) {
  svg.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
  QSvgRenderer(svg).render(&painter, where);
}

class RecolouringEngine : public QIconEngine {
 public:
  RecolouringEngine(QByteArray svg, QColor colour) : svg_(std::move(svg)), colour_(std::move(colour)) {}

  void paint(QPainter* painter, const QRect& where, QIcon::Mode mode, QIcon::State state) override {
    QColor colour = colour_.isValid() ? colour_ : QColor(0xC4, 0xCB, 0xD2);
    if (state == QIcon::On || mode == QIcon::Active || mode == QIcon::Selected)
      colour = colour_.isValid() ? colour_ : QColor(0xF2, 0xF5, 0xF8);
    if (mode == QIcon::Disabled) colour = QColor(0x4A, 0x52, 0x5B);
    paint_svg(*painter, where, svg_, colour);
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap picture(size);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return picture;
  }
  QIconEngine* clone() const override { return new RecolouringEngine(svg_, colour_); }

 private:
  QByteArray svg_;
  QColor colour_;
};

}  // namespace

QIcon icon(const QString& name, const QColor& colour) { return QIcon(new RecolouringEngine(svg_of(name), colour)); }

QPixmap icon_pixmap(const QString& name, const QColor& colour, int side, qreal device_pixel_ratio) {
  QPixmap picture(QSize(side, side) * device_pixel_ratio);
  picture.setDevicePixelRatio(device_pixel_ratio);
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  paint_svg(painter, QRectF(0, 0, side, side), svg_of(name), colour);
  return picture;
}

bool has_icon(const QString& name) { return !svg_of(name).isEmpty(); }

}  // namespace longview
