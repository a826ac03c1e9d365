#include "app/window/start_up.h"

namespace longview {
int start_window(int, char**) { return 0; }
}  // namespace longview
