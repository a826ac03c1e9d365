// A nodule as the network sees it: 48 cubes of 1 mm around it; and simulated ones that are kept to learn from.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"
#include "imaging/simulation/nodule.h"

namespace longview::u_hpnet {

constexpr int crop_size = 48;  // voxels of 1 mm along each axis

// The crop around a point: axes along L, P and S of the scan's own space.
Grid crop_grid(const Vec3& middle);

// -1000 ... 400 HU as 0 ... 1 on `grid`; air beyond the scan. `grid_to_scan` maps its points to the scan's.
Volume ct_crop(const Volume& scan, const Grid& grid, const Affine& grid_to_scan = {});
// The mask (0 and 1) on `grid`, by its signed distance.
Volume mask_crop(const Volume& mask, const Grid& grid, const Affine& grid_to_scan = {});

// The middle of a mask's voxels, LPS mm. Throws Failure for an empty one.
Vec3 middle_of(const Volume& mask);

constexpr int readers = 4;

// A simulated nodule on all of its dates, on one crop: dates lie on each other as a registration on the nodule lays
// them.
struct NoduleCase {
  std::string anatomy;  // the patient whose lung it grew in
  int type = 0;         // NoduleType
  bool malignant = false;
  std::vector<double> days, volumes_mm3;                                 // a date each; exact volumes
  std::vector<std::vector<std::uint8_t>> ct;                             // 48^3, 0 ... 255 of -1000 ... 400 HU
  std::vector<std::array<std::vector<std::uint8_t>, readers>> outlines;  // 48^3 bits: what each reader drew
};

// Of the ball of that volume, mm.
double ball_diameter(double volume_mm3);

// A case after the published tables in a patient's lung, three dates 60 to 900 days apart. Throws Failure if the CT
// offers no place.
NoduleCase simulated_case(const Volume& ct, const std::string& anatomy, std::uint64_t seed, const Progress& progress);

// A CT that is narrower than 110 mm along an axis, continued by its mirror image on both sides: crops are that small.
Volume continued(const Volume& ct);

std::vector<std::uint8_t> packed_bits(const Volume& mask);
Volume unpacked_bits(const std::vector<std::uint8_t>& bits);  // uint8 on a crop's grid around 0

void write_case(const std::filesystem::path& file, const NoduleCase& one);
// Throws Failure, with the way out, for a file that is no such case.
NoduleCase read_case(const std::filesystem::path& file);

}  // namespace longview::u_hpnet
