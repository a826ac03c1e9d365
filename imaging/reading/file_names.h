// What the names of loose image files say: masks, dates, and which files are of one visit.
#pragma once

#include <optional>
#include <string>

#include "imaging/core/study.h"

namespace longview {

// "x_mask", "x_dseg", "x_seg", "label", "x_roi" ...
bool names_mask(const std::string& stem);

// A date written as 20240115 or 2024-01-15 anywhere in the text.
std::optional<Date> date_in(const std::string& text);

// The name without words that only tell the kind of image: "baseline" of "baseline_ct" and "baseline_lung" of
// "baseline_lung_mask".
std::string visit_part(const std::string& stem);

// "desc-tumor_mask" -> "Tumor"; "baseline_lung_mask" -> "Baseline lung".
std::string mask_name(const std::string& stem);

}  // namespace longview
