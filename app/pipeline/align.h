// Every date laid on the first.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/study.h"

namespace longview {

// The loaded study with `from_study` set on each time point; a registration that is not trusted is told as a Problem.
Study align(const Study& study, const Progress& progress = {});

}  // namespace longview
