#include "imaging/simulation/private/tumour_solver.h"

#include <algorithm>
#include <barrier>
#include <cmath>
#include <thread>

#include "imaging/core/failure.h"

namespace longview {

namespace {
constexpr int kBatch = 4;          // steps between two looks at how far the cells have come
constexpr int kRoom = 12;          // voxels by which the box grows
constexpr float kNothing = 1e-9F;  // cells below this do not need room: a front cut here keeps its speed within 1 %
constexpr float kGone = 1e-20F;    // below this a cell is empty: no denormal arithmetic
constexpr double kLeastTissue = 0.1;

float harmonic(float a, float b) { return a > 0 && b > 0 ? 2 * a * b / (a + b) : 0; }
}  // namespace

TumourSolver::TumourSolver(const Volume& density, const TissueField& tissue, const GliomaGrowth& growth, int threads)
    : grid_(density.grid), rho_(growth.rho) {
  if (!same_grid(density.grid, tissue.white.grid) || !same_grid(density.grid, tissue.grey.grid))
    throw Failure("The tumour and the tissue maps lie on different grids; resample them onto one.");
  if (!(growth.d_white >= 0) || !(growth.white_to_grey > 0))
    throw Failure("A tumour's diffusion must not be negative, and D_white / D_grey must be above 0.");
  threads_ = threads > 0 ? threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const Volume white_float = as_float(tissue.white), grey_float = as_float(tissue.grey), start = as_float(density);
  const auto white = voxels_of<float>(white_float), grey = voxels_of<float>(grey_float),
             cells = voxels_of<float>(start);
  const auto d_white = static_cast<float>(growth.d_white);
  const auto d_grey = static_cast<float>(growth.d_white / growth.white_to_grey);
  diffusivity_.resize(white.size());
  for (std::size_t n = 0; n < white.size(); ++n)
    diffusivity_[n] = white[n] + grey[n] < kLeastTissue ? 0 : d_white * white[n] + d_grey * grey[n];
  double largest = 0;
  for (float d : diffusivity_) largest = std::max(largest, static_cast<double>(d));
  for (double h : grid_.spacing) largest_face_sum_ += 2 * largest / (h * h);

  Corners all{{grid_.size[0], grid_.size[1], grid_.size[2]}, {-1, -1, -1}};
  std::size_t n = 0;
  for (int k = 0; k < grid_.size[2]; ++k)
    for (int j = 0; j < grid_.size[1]; ++j)
      for (int i = 0; i < grid_.size[0]; ++i, ++n) {
        if (!(cells[n] > kGone)) continue;
        const std::array<int, 3> at{i, j, k};
        for (std::size_t a = 0; a < 3; ++a) {
          all.first[a] = std::min(all.first[a], at[a]);
          all.last[a] = std::max(all.last[a], at[a]);
        }
      }
  if (all.last[0] < 0) all = {};
  widen(all);
  for (int k = 1; k < slices_ - 1; ++k)
    for (int j = 1; j < rows_ - 1; ++j)
      for (int i = 1; i < columns_ - 1; ++i) {
        const Size3 at{box_.first[0] + i - 1, box_.first[1] + j - 1, box_.first[2] + k - 1};
        const std::size_t whole = (static_cast<std::size_t>(at[2]) * static_cast<std::size_t>(grid_.size[1]) +
                                   static_cast<std::size_t>(at[1])) *
                                      static_cast<std::size_t>(grid_.size[0]) +
                                  static_cast<std::size_t>(at[0]);
        cells_[offset(i, j, k)] = std::clamp(cells[whole], 0.0F, 1.0F);
      }
}

void TumourSolver::change_course(double diffusion_factor, double rho) {
  diffusion_factor_ = diffusion_factor;
  rho_ = rho;
}

double TumourSolver::longest_step() const {
  const double rate = largest_face_sum_ * diffusion_factor_;
  // A day's growth of more than e^0.5 a step would make the splitting coarse even where diffusion is slow.
  const double by_growth = rho_ != 0 ? 0.5 / std::abs(rho_) : 1e9;
  return rate > 0 ? std::min(0.8 / rate, by_growth) : by_growth;
}

// D of the cell at box coordinates (with the empty border counted), 0 in the border.
double TumourSolver::diffusivity(int i, int j, int k) const {
  if (i < 1 || j < 1 || k < 1 || i > columns_ - 2 || j > rows_ - 2 || k > slices_ - 2) return 0;
  const auto x = static_cast<std::size_t>(box_.first[0] + i - 1), y = static_cast<std::size_t>(box_.first[1] + j - 1),
             z = static_cast<std::size_t>(box_.first[2] + k - 1);
  return diffusivity_[(z * static_cast<std::size_t>(grid_.size[1]) + y) * static_cast<std::size_t>(grid_.size[0]) + x];
}

void TumourSolver::set_faces() {
  const std::size_t count = cells_.size();
  along_x_.assign(count, 0);
  along_y_.assign(count, 0);
  along_z_.assign(count, 0);
  const auto per = [&](int a) {
    return static_cast<float>(
        1 / (grid_.spacing[static_cast<std::size_t>(a)] * grid_.spacing[static_cast<std::size_t>(a)]));
  };
  const float x = per(0), y = per(1), z = per(2);
  for (int k = 0; k < slices_ - 1; ++k)
    for (int j = 0; j < rows_ - 1; ++j)
      for (int i = 0; i < columns_ - 1; ++i) {
        const auto here = static_cast<float>(diffusivity(i, j, k));
        if (here == 0) continue;
        const std::size_t n = offset(i, j, k);
        along_x_[n] = x * harmonic(here, static_cast<float>(diffusivity(i + 1, j, k)));
        along_y_[n] = y * harmonic(here, static_cast<float>(diffusivity(i, j + 1, k)));
        along_z_[n] = z * harmonic(here, static_cast<float>(diffusivity(i, j, k + 1)));
      }
}

// The box becomes `to` and some room, within the grid; the cells stay where they are.
void TumourSolver::widen(const Corners& to) {
  const Corners old = box_;
  const std::vector<float> before = std::move(cells_);
  const int old_columns = columns_, old_rows = rows_, old_slices = slices_;
  for (std::size_t a = 0; a < 3; ++a) {
    box_.first[a] = std::max(0, to.first[a] - kRoom);
    box_.last[a] = std::min(grid_.size[a] - 1, to.last[a] + kRoom);
  }
  columns_ = box_.last[0] - box_.first[0] + 3;
  rows_ = box_.last[1] - box_.first[1] + 3;
  slices_ = box_.last[2] - box_.first[2] + 3;
  const std::size_t count =
      static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_) * static_cast<std::size_t>(slices_);
  cells_.assign(count, 0);
  next_.assign(count, 0);
  std::size_t n = 0;
  for (int k = 0; k < (before.empty() ? 0 : old_slices); ++k)
    for (int j = 0; j < old_rows; ++j)
      for (int i = 0; i < old_columns; ++i, ++n) {
        const int x = i + old.first[0] - box_.first[0], y = j + old.first[1] - box_.first[1],
                  z = k + old.first[2] - box_.first[2];
        if (before[n] > 0 && x >= 1 && y >= 1 && z >= 1 && x < columns_ - 1 && y < rows_ - 1 && z < slices_ - 1)
          cells_[offset(x, y, z)] = before[n];
      }
  set_faces();
}

TumourSolver::Corners TumourSolver::reached() const {
  Corners found{{columns_, rows_, slices_}, {0, 0, 0}};
  for (int k = 1; k < slices_ - 1; ++k)
    for (int j = 1; j < rows_ - 1; ++j) {
      const float* row = cells_.data() + offset(0, j, k);
      int first = 0, last = columns_ - 1;
      while (first < columns_ && row[first] <= kNothing) ++first;
      if (first == columns_) continue;
      while (row[last] <= kNothing) --last;
      found.first = {std::min(found.first[0], first), std::min(found.first[1], j), std::min(found.first[2], k)};
      found.last = {std::max(found.last[0], last), std::max(found.last[1], j), std::max(found.last[2], k)};
    }
  for (std::size_t a = 0; a < 3; ++a) {
    found.first[a] += box_.first[a] - 1;
    found.last[a] += box_.first[a] - 1;
  }
  return found;
}

// In one batch the cells come at most kBatch voxels further.
void TumourSolver::make_room() {
  const Corners now = reached();
  if (now.last[0] < now.first[0]) return;
  for (std::size_t a = 0; a < 3; ++a) {
    const bool low = now.first[a] - box_.first[a] < kBatch && box_.first[a] > 0;
    const bool high = box_.last[a] - now.last[a] < kBatch && box_.last[a] < grid_.size[a] - 1;
    if (low || high) return widen(now);
  }
}

// dc/dt = rho c (1 - c) solved exactly; factor = e^(rho dt).
void TumourSolver::react_slices(int from, int to, float factor) {
  float* cell = cells_.data() + offset(0, 0, from);
  const std::size_t count = offset(0, 0, to) - offset(0, 0, from);
  for (std::size_t n = 0; n < count; ++n) {
    const float grown = cell[n] * factor;
    cell[n] = grown / (1 - cell[n] + grown);
  }
}

void TumourSolver::step_slices(int from, int to, float dt, float factor) {
  const std::ptrdiff_t row = columns_, slice = static_cast<std::ptrdiff_t>(columns_) * rows_;
  for (int k = from; k < to; ++k)
    for (int j = 1; j < rows_ - 1; ++j) {
      const std::size_t start = offset(0, j, k);
      const float* c = cells_.data() + start;
      const float *x = along_x_.data() + start, *y = along_y_.data() + start, *z = along_z_.data() + start;
      float* out = next_.data() + start;
      for (std::ptrdiff_t i = 1; i < row - 1; ++i) {
        const float here = c[i];
        const float flux = x[i] * (c[i + 1] - here) - x[i - 1] * (here - c[i - 1]) + y[i] * (c[i + row] - here) -
                           y[i - row] * (here - c[i - row]) + z[i] * (c[i + slice] - here) -
                           z[i - slice] * (here - c[i - slice]);
        const float moved = here + dt * flux;
        const float grown = moved * factor;
        const float value = grown / (1 - moved + grown);
        out[i] = value > kGone ? (value < 1 ? value : 1.0F) : 0.0F;
      }
    }
}

void TumourSolver::run(int steps, double dt) {
  const auto half = static_cast<float>(std::exp(rho_ * dt / 2)), full = static_cast<float>(std::exp(rho_ * dt));
  const auto diffusion = static_cast<float>(dt * diffusion_factor_);
  const int inner = slices_ - 2;
  const int threads = cells_.size() < 100000 ? 1 : std::min(threads_, inner);
  react_slices(1, slices_ - 1, half);
  std::barrier swapped(threads, [this]() noexcept { std::swap(cells_, next_); });
  const auto work = [&](int t) {
    for (int s = 0; s < steps; ++s) {
      step_slices(1 + inner * t / threads, 1 + inner * (t + 1) / threads, diffusion, s + 1 < steps ? full : half);
      swapped.arrive_and_wait();
    }
  };
  std::vector<std::jthread> pool;
  for (int t = 1; t < threads; ++t) pool.emplace_back(work, t);
  work(0);
}

void TumourSolver::advance(double days, const Progress& progress) {
  if (!(days > 0)) return;
  const int steps = std::max(1, static_cast<int>(std::ceil(days / longest_step() - 1e-9)));
  const double dt = days / steps;
  for (int done = 0; done < steps; done += kBatch) {
    progress.report(static_cast<double>(done) / steps, "growing the tumour");
    make_room();
    run(std::min(kBatch, steps - done), dt);
  }
}

double TumourSolver::volume_above(double threshold) const {
  const auto limit = static_cast<float>(threshold);
  const auto count = std::count_if(cells_.begin(), cells_.end(), [&](float c) { return c > limit; });
  return static_cast<double>(count) * voxel_volume_mm3(grid_);
}

Volume TumourSolver::density() const {
  std::vector<float> whole(voxel_count(grid_), 0);
  for (int k = 1; k < slices_ - 1; ++k)
    for (int j = 1; j < rows_ - 1; ++j) {
      const auto y = static_cast<std::size_t>(box_.first[1] + j - 1),
                 z = static_cast<std::size_t>(box_.first[2] + k - 1);
      const std::size_t start =
          (z * static_cast<std::size_t>(grid_.size[1]) + y) * static_cast<std::size_t>(grid_.size[0]) +
          static_cast<std::size_t>(box_.first[0]);
      const float* row = cells_.data() + offset(1, j, k);
      std::copy(row, row + columns_ - 2, whole.begin() + static_cast<std::ptrdiff_t>(start));
    }
  return make_volume(grid_, std::move(whole));
}

}  // namespace longview
