// A healthy brain that simulated patients are made from.
#pragma once

#include <filesystem>
#include <string>

#include "imaging/core/progress.h"
#include "imaging/core/volume.h"
#include "imaging/simulation/glioma.h"

namespace longview {

struct Anatomy {
  std::string name;  // the file's name without its ending: who the simulated patient inherits from (networks.md 0.6)
  Volume scan;       // float, bias corrected, 1 mm
  Volume brain;      // uint8
  TissueField tissue;
};

// A T1 of a head or of a brain without skull, as 1 mm cubes (coarser ones by B-splines) with its brain and tissues.
// Throws Failure where the file cannot be read or no brain is found.
Anatomy read_anatomy(const std::filesystem::path& t1, const Progress& progress = {});

// The part within `margin_mm` of the brain's box: less to compute where no skull is wanted.
Anatomy cropped_to_brain(const Anatomy& anatomy, double margin_mm = 8);

}  // namespace longview
