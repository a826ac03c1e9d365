// The list of jobs over the status bar, each with its Cancel.
#pragma once

class QWidget;

namespace longview {

class Jobs;
void show_jobs_popover(Jobs& jobs, QWidget* above);

}  // namespace longview
