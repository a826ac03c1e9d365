// All keys and gestures over the window; any key or click closes it.
#pragma once

class QWidget;

namespace longview {

void show_keys_overlay(QWidget* window);

}  // namespace longview
