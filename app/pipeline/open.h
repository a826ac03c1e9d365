// From a folder to a Study with voxels on demand.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "imaging/core/progress.h"
#include "imaging/core/study.h"

namespace longview {

struct OpenOptions {
  std::string patient;                                 // where the folder holds several
  std::map<std::string, std::filesystem::path> masks;  // session -> mask file, instead of what lies beside the image
  std::string sequence;                                // "FLAIR": of each date the series of this sequence alone
};

// The dates that have a series of the sequence, with that alone. Throws Failure, naming what is there, if none has.
Study with_sequence(const Study& study, const std::string& sequence);

// Headers only: tree and axis can be shown. Throws Failure for several patients without a choice, naming them.
Study open_study(const std::filesystem::path& folder, const OpenOptions& options = {}, const Progress& progress = {});

// The study with the main series (of the wanted sequence where there is one) and the masks of every acquired date read.
Study load(const Study& study, const Progress& progress = {});

// The same for one date.
Timepoint load(const Timepoint& timepoint, std::vector<Problem>& problems, const Progress& progress = {});

}  // namespace longview
