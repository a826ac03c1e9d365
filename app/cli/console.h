// Progress and interruption for a command in a terminal.
#pragma once

#include <string>

#include "imaging/core/progress.h"

namespace longview {

// A Progress that shows a line on stderr where that is a terminal, and stops on Ctrl+C.
Progress console_progress();

// Takes the progress line away before other output.
void end_progress_line();

// Where the window's program lies, and its start in place of this process. Returns only on failure, with a sentence.
int become_window(int argc, char** argv);

}  // namespace longview
