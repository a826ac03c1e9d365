// The command line: one sub-command a file, each a pipeline function with arguments.
#pragma once

namespace longview {

// Runs what argv asks for and returns the exit code: 0 done, 1 failed (one sentence on stderr), 2 wrong arguments,
// 130 interrupted. Without a sub-command the window is started in place of this process.
int command_line(int argc, char** argv);

}  // namespace longview
