// Our own pictograms (resources/icons, window.md section 12), coloured when they are drawn.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace longview {

// A toolbar or menu icon by file name without suffix: second text colour, text colour when on or hovered, faint when
// disabled; sharp at any device pixel ratio. `colour` fixes the colour of all states but disabled.
QIcon icon(const QString& name, const QColor& colour = {});

// One picture of `side` logical pixels in one colour.
QPixmap icon_pixmap(const QString& name, const QColor& colour, int side = 16, qreal device_pixel_ratio = 1);

// True if the program carries an icon of this name.
bool has_icon(const QString& name);

}  // namespace longview
