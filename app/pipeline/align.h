// Every date laid on the first.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/study.h"

namespace longview {

struct AlignOptions {
  bool affine = false;  // a stage with scale and shear after the rigid one: for two scanners; it can hide growth
};

// The loaded study with `from_study` set on each time point; a registration that is not trusted is told as a Problem.
Study align(const Study& study, const AlignOptions& options, const Progress& progress = {});
Study align(const Study& study, const Progress& progress = {});

}  // namespace longview
