// A lung nodule that grows in a real chest CT, with exact truth (networks.md 7.3).
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "imaging/core/label_map.h"
#include "imaging/core/progress.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

enum class NoduleType { solid, part_solid, ground_glass };
std::string_view name_of(NoduleType);  // "solid", "part-solid", "ground-glass"

// How one nodule behaves. Days count from the first date.
struct NoduleCourse {
  NoduleType type = NoduleType::solid;
  double diameter_mm = 8;      // of the ball of its volume, on day 0
  double doubling_days = 267;  // of the volume, on day 0; infinite: stable; negative: halving
  double ceiling_mm = 0;       // Gompertz growth towards that diameter; 0: exponential, without end
  double turns_on_day = std::numeric_limits<double>::infinity();  // inflammation: from that day on it halves in
  double halving_days = 60;                                       // so many days
  double solid_share = 0.3;                                       // of the volume on day 0, of a part-solid one
  bool spiculated = false;
  bool malignant = false;
};

// mm3 of the whole nodule: V0 2^(t / T), or K (V0 / K)^exp(-bt) with b = ln 2 / (T ln(K / V0)).
double volume_at(const NoduleCourse& course, double day);
// mm3 of its solid part: all of a solid one, nothing of ground glass. Of a part-solid one it grows 1.92 times as fast
// as the whole (in doublings, up to 0.9 of it): so the mass of one with a share of 0.3 doubles in 462 days where the
// volume doubles in 598 days (PMC5945695).
double solid_volume_at(const NoduleCourse& course, double day);

// A nodule after the published tables: type, size (log-normal, median 5.71 mm, here 4 to 25), malignant or benign, its
// doubling time, spicules.
NoduleCourse draw_nodule_course(std::uint64_t seed);

enum class NoduleAttachment { none, wall, vessel };

struct NoduleOptions {
  Vec3 place{};  // LPS mm of the CT; in the lung
  NoduleCourse course;
  std::vector<double> days{0, 365};
  std::uint64_t seed = 1;              // everything random comes from it
  std::optional<double> thickness_mm;  // of the slices of each date; 0: as the CT; nothing: drawn for each date, 1 to 5
                                       // mm and not below the CT's
  double irregularity = 1;             // of the shape: 0 is a ball where nothing is in the way
  bool moved = true;    // each date the patient lies and breathes differently; else all lie on the CT's own grid
  bool noise = true;    // of the scanner, on top of the CT's own: sd 20 to 60 HU in slices of 1.25 mm and less
  double field_mm = 0;  // edge of the cube around the nodule that is scanned; 0: all of the CT
};

struct NoduleDate {
  double day = 0;
  Volume scan;                           // HU, int16, its own grid in scanner coordinates
  LabelMap labels;                       // 1 the nodule but for its solid part, 2 the solid part (part-solid ones only)
  std::array<Volume, 4> raters;          // uint8: the whole nodule as four readers draw it
  double volume_mm3 = 0, solid_mm3 = 0;  // exact
  double mass_mg = 0;                    // volume times (HU + 1000) / 1000
  Vec3 place{};                          // of the nodule, LPS mm of this scan
  Affine to_ct;                          // scanner point -> CT, where nothing has breathed
  Vec3 breathing_mm{};                   // how the lung around the nodule has shifted in the CT's space
  double lung_density = 1;               // of aerated lung, relative to the CT: less on inspiration
  double thickness_mm = 0, noise_hu = 0;
  double wall_contact = 0;    // share of the directions from the place in which the nodule ends at wall or mediastinum
  double vessel_contact = 0;  // and at a vessel
};

struct SimulatedNodule {
  std::vector<NoduleDate> dates;
  NoduleCourse course;
};

// The truth: the volume is that of the form, which is found so that it has volume_at(day) within 0.1 %; the labels are
// those voxels that the form fills most, as many as the volume has. Growth stops at wall, mediastinum and large
// vessels, goes on elsewhere, and never leaves what was nodule; thin vessels are taken in. Form and texture belong to
// the nodule and stay from date to date. Neither breathing nor pose deforms the nodule. Same input, same output,
// whatever the number of cores. Throws Failure where the place is not in the lung, the CT ends within the nodule, there
// is no room, or days descend.
SimulatedNodule simulate_nodule(const Volume& ct, const NoduleOptions& options, const Progress& progress = {});

// A place for a nodule of that size: in the lung, away from everything, or where it will reach wall or a vessel, with
// `margin_mm` of CT beyond it on all sides. Throws Failure if the CT offers none.
Vec3 draw_nodule_place(const Volume& ct, double diameter_mm, NoduleAttachment attachment, std::uint64_t seed,
                       double margin_mm = 4);

}  // namespace longview
