// longview-window: the window, started by longview.
#include "app/window/start_up.h"

int main(int argc, char** argv) { return longview::start_window(argc, argv); }
