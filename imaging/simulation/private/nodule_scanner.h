// Private to simulation: one date's scan of the chest: pose, breath, slice thickness, noise.
#pragma once

#include <functional>
#include <vector>

#include "imaging/simulation/private/nodule_form.h"

namespace longview {

struct NoduleScanner {
  Grid grid;            // of the scan
  Affine to_ct;         // scanner point -> CT
  Vec3 centre{};        // of the nodule where breath has carried it, in the CT's space
  Vec3 shift{};         // by which it was carried, mm
  double firm_mm = 20;  // around the centre everything moves as one
  double lung_density = 1;
  double thickness_mm = 1, noise_hu = 0;
  int layers = 1;     // equidistant layers that one slice averages of the nodule
  int ct_layers = 1;  // and of the CT, whose slices are averages already
  std::uint64_t seed = 1, date = 0;

  // The point of the CT whose tissue is seen at a scanner point: `to_ct`, less the shift, which fades from the firm
  // part on as a Gaussian of sd 45 mm.
  Vec3 in_ct(const Vec3& point) const;
};

// `firm_mm`: how far the nodule may ever reach.
NoduleScanner scanner_of(const Volume& ct, const NoduleOptions& options, std::size_t date, double firm_mm);

// A field of the nodule's fine grid; nothing beyond it.
struct FineField {
  const Grid* grid = nullptr;
  const std::vector<float>* values = nullptr;
  float at(const Vec3& point) const;
};

// mm from the middle of the fine grid to the farthest voxel with anything in it, and one voxel more.
double reach_of(const FineField& field);

// HU of the CT (float) with what the nodule adds, int16.
Volume scanned(const Volume& ct, const FineField& added, const NoduleScanner& scanner, const Progress& progress);

// The share (0 to 1) of each voxel of the scan that a fine field of shares fills, in the part of the scan within
// `reach` mm of the nodule's centre: `first` and `last` are its corners.
struct Coverage {
  Size3 first{}, last{};
  std::vector<float> share;  // of that part, x fastest
};
Coverage covered(const FineField& shares, const NoduleScanner& scanner, double reach);

// The voxels that are filled most, as many as `mm3` has (one at least, none for no volume), as offsets in `coverage`;
// and the share of the last of them.
struct MostFilled {
  std::vector<std::size_t> voxels;
  float least = 0.5F;
};
MostFilled most_filled(const Coverage& coverage, double mm3, double voxel_mm3);

}  // namespace longview
