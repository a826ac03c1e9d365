// Every colour and hatch of the program in one place (window.md section 12). Views use the dark ones in both themes.
#pragma once

#include <QBrush>
#include <QColor>

namespace longview::colours {

// Grounds and lines of panels; views themselves are black.
inline const QColor window(0x0E, 0x10, 0x13), panel(0x15, 0x18, 0x1C), raised(0x1B, 0x1F, 0x24),
    control(0x2F, 0x36, 0x3E);
inline const QColor line(0x28, 0x2E, 0x35), strong_line(0x3A, 0x42, 0x4B), control_edge(0x66, 0x72, 0x7D);

inline const QColor text(0xDC, 0xE1, 0xE6), text_second(0xA0, 0xAA, 0xB4), text_third(0x7E, 0x89, 0x93);

// Blue is acquired, selection and links; amber is predicted and nothing else.
inline const QColor acquired(0x74, 0xB9, 0xE8), acquired_older(0x9F, 0xAD, 0xBA);
inline const QColor predicted(0xF2, 0xA6, 0x5A), predicted_ground(0x23, 0x1B, 0x12);
inline const QColor plate_text(0xFF, 0xC9, 0x8F), plate_ground(0x33, 0x23, 0x0F);

inline const QColor warning(0xF7, 0xEA, 0x86), error(0xFF, 0x6B, 0x8F), good(0x74, 0xC7, 0xA2);
inline const QColor crosshair(0x8F, 0xD3, 0xC8);

// Diverging maps: less, more.
inline const QColor less(0x4E, 0x97, 0xE6), more(0xF4, 0x96, 0x3C);
// Brain and lung surfaces.
inline const QColor surface(0x76, 0x7C, 0x85);

// Labels 1 to 8; more repeat.
QColor label(int value);

// An acquired date's contour: `age` 0 for the newest date, 1 for the one before, and so on: older is paler.
QColor acquired_aged(int age);

// Colour of the probability wash, dark to light amber; p from 0 to 1.
QColor probability(double p);

// 45 degree lines, 1.4 px wide, 5.66 px apart, sharp at any device pixel ratio.
QBrush hatch(const QColor& colour, qreal device_pixel_ratio = 1);

}  // namespace longview::colours
