// longview: with a sub-command a command-line tool without Qt and VTK; with a study or nothing it opens the window.
#include "app/cli/command_line.h"

int main(int argc, char** argv) { return longview::command_line(argc, argv); }
