// The command line: one sub-command a file.
#pragma once

namespace longview {

// Runs what argv asks for and returns the exit code; failures are sentences on stderr.
int command_line(int argc, char** argv);

}  // namespace longview
