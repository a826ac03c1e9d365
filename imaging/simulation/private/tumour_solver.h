// Private to simulation: the Fisher-Kolmogorov equation on the growing box of voxels that a tumour has reached.
#pragma once

#include <array>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/volume.h"
#include "imaging/simulation/glioma.h"

namespace longview {

// Cell-centred finite volumes; the face between two cells has the harmonic mean of their D, so that a cell without
// tissue blocks it (networks.md 7.1). The result does not depend on the number of threads.
class TumourSolver {
 public:
  // `threads` 0: all cores. Throws Failure if density and tissue lie on different grids.
  TumourSolver(const Volume& density, const TissueField& tissue, const GliomaGrowth& growth, int threads = 0);

  // From now on the diffusion is `diffusion_factor` times that of the growth given first, and the growth rate `rho`.
  void change_course(double diffusion_factor, double rho);

  // Strang splitting R(dt/2) D(dt) R(dt/2) in equal steps of at most 0.8 of the stability bound.
  void advance(double days, const Progress& progress = {});
  double longest_step() const;  // days

  double volume_above(double threshold) const;  // mm3
  Volume density() const;                       // on the whole grid

 private:
  struct Corners {
    std::array<int, 3> first{}, last{};  // inclusive
  };

  std::size_t offset(int i, int j, int k) const {
    return (static_cast<std::size_t>(k) * static_cast<std::size_t>(rows_) + static_cast<std::size_t>(j)) *
               static_cast<std::size_t>(columns_) +
           static_cast<std::size_t>(i);
  }
  double diffusivity(int i, int j, int k) const;
  Corners reached() const;
  void widen(const Corners& to);
  void make_room();
  void set_faces();
  void react_slices(int from, int to, float factor);
  void step_slices(int from, int to, float dt, float factor);
  void run(int steps, double dt);

  Grid grid_;
  std::vector<float> diffusivity_;  // mm2 a day, whole grid
  double rho_ = 0, diffusion_factor_ = 1;
  int threads_ = 1;
  double largest_face_sum_ = 0;  // 1 / day: sum over the six faces of D / h2
  Corners box_;
  int columns_ = 0, rows_ = 0, slices_ = 0;                        // of the box, with one empty cell on every side
  std::vector<float> cells_, next_, along_x_, along_y_, along_z_;  // faces to the next cell: D / h2
};

}  // namespace longview
