// Pictures of a scene without any window or OpenGL: the same painter that the views use.
#pragma once

#include <QImage>
#include <QSize>
#include <memory>

#include "viewer/views/view_model.h"

namespace longview {

// The whole layout with headers, frames and plates. 3D views need OpenGL and are drawn as their marks on black.
// Needs a QGuiApplication (offscreen will do), for fonts.
QImage draw(const ViewModel& model, const QSize& size, double device_pixel_ratio = 1);
QImage draw(const std::shared_ptr<const Study>& study, const Scene& scene, const QSize& size);

}  // namespace longview
