// The dark look: Fusion, a palette and one style sheet from the tokens (window.md section 12).
#pragma once

class QApplication;

namespace longview {

void apply_theme(QApplication& application);

}  // namespace longview
