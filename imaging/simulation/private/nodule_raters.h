// Private to simulation: four readers outline one nodule.
#pragma once

#include <array>
#include <vector>

#include "imaging/simulation/private/nodule_form.h"

namespace longview {

// By how much each reader's diameter differs from the truth, mm. The sd between the four readers of a nodule is drawn
// from the published range of 0.49 to 1.25 mm (networks.md 7.3): low for round solid nodules, high for ground glass and
// spicules. A reader keeps 0.7 of his variance from date to date.
std::array<double, 4> rater_offsets(const NoduleOptions& options, std::size_t date);

// The share of each voxel of the form's grid that a reader takes in: the surface moved by half of his offset and by a
// smooth field of sd 0.4 mm, correlation 5 mm, whose mean over the surface is taken out, so that it bends the line but
// does not blow it up. Both together move no surface by more than half of the nodule's radius.
std::vector<float> share_of_rater(const NoduleForm& form, double size, double offset_mm, std::uint64_t seed,
                                  std::size_t date, std::size_t rater);

}  // namespace longview
