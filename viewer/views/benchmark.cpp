#include "viewer/views/benchmark.h"

#include <QApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <cmath>
#include <ctime>
#include <vector>

#include "imaging/core/failure.h"
#include "viewer/scene/row_bands.h"
#include "viewer/scene/slice_geometry.h"
#include "viewer/views/prepare_application.h"
#include "viewer/views/view_grid.h"
#include "viewer/views/volume_view.h"

namespace longview {
namespace {

constexpr int side = 256;

// An oblique head of shorts with a lesion that grows by date; the last date is predicted, with its probability.
Timepoint synthetic_date(int number, bool predicted) {
  Grid grid;
  grid.size = {side, side, side};
  grid.spacing = {0.9, 0.9, 1.0};
  const Affine turn = rigid({0.08, -0.05, 0.12}, {0, 0, 0});
  grid.direction = turn.linear;
  const Vec3 middle = point_at(grid, {127.5, 127.5, 127.5});
  for (std::size_t c = 0; c < 3; ++c) grid.origin[c] -= middle[c];
  std::vector<std::int16_t> values;
  std::vector<std::uint8_t> mask;
  std::vector<float> probability;
  const double radius = 14 + 4 * number;
  for (int k = 0; k < side; ++k)
    for (int j = 0; j < side; ++j)
      for (int i = 0; i < side; ++i) {
        const double x = i - 127.5, y = j - 127.5, z = k - 127.5;
        const double head = std::sqrt(x * x / 0.8 + y * y + z * z);
        const double lesion = std::sqrt((x + 30) * (x + 30) + (y - 15) * (y - 15) + (z - 10) * (z - 10));
        const double wave = 80 * std::sin(0.19 * i) * std::cos(0.17 * j + 0.13 * k);
        values.push_back(static_cast<std::int16_t>(head > 105 ? 12 + (i * 7 + j * 3 + k) % 9 : 320 + wave));
        mask.push_back(lesion < radius);
        if (predicted) probability.push_back(static_cast<float>(1 / (1 + std::exp((lesion - radius) / 4))));
      }
  Timepoint date;
  date.session = "ses-0" + std::to_string(number + 1);
  date.day = 90.0 * number;
  // Later dates lie a little differently in the scanner: their slices are oblique to their voxels.
  if (number > 0)
    date.from_study =
        Transform{TransformKind::rigid, rigid({0.05, -0.03, 0.04 * number}, {2, 1, -3}), "ses-01", date.session, {}};
  date.kind = predicted ? TimepointKind::predicted : TimepointKind::acquired;
  Series series;
  series.modality = "MR";
  series.grid = grid;
  series.volume = make_volume(grid, std::move(values));
  date.series.push_back(series);
  Segmentation segmentation;
  segmentation.labels = label_map_of(make_volume(grid, std::move(mask)), Label{});
  date.masks.push_back(segmentation);
  if (predicted) {
    date.probability = make_volume(grid, std::move(probability), "1");
    date.provenance = Provenance{};
    date.provenance->horizon_days = 90;
    date.provenance->inputs = {"ses-01", "ses-02"};
  }
  return date;
}

std::shared_ptr<const Study> synthetic_study() {
  auto study = std::make_shared<Study>();
  study->simulated = true;
  for (int number = 0; number < 3; ++number) study->timepoints.push_back(synthetic_date(number, number == 2));
  return study;
}

double processor_ms() { return static_cast<double>(std::clock()) * 1000 / CLOCKS_PER_SEC; }

void summarise(std::vector<double> times_ms, ViewBenchmark& result) {
  std::sort(times_ms.begin(), times_ms.end());
  result.fps = 1000 / std::max(1e-6, times_ms[times_ms.size() / 2]);
  result.slowest_ms = times_ms[static_cast<std::size_t>(0.99 * static_cast<double>(times_ms.size() - 1))];
}

// Slices up and down through the lesion; a frame is all that happens from the new scene to the drawn window.
ViewBenchmark scroll(const std::string& name, Layout layout, const QSize& size, const QSize& view, int views) {
  ViewModel model{synthetic_study(), {}, {}};
  model.scene.layout = layout;
  model.scene.timepoint = 2;
  model.scene.columns = {0, 1, 2};
  ViewGrid grid;
  grid.resize(size);
  grid.set(model);
  grid.show();
  QCoreApplication::processEvents();
  const Vec3 start = point_at(reference_grid(*model.study), {97, 142, 137});
  std::vector<double> times;
  QElapsedTimer timer;
  double processor = 0;
  for (int frame = -10; frame < 120; ++frame) {
    model.scene.cursor = start;
    model.scene =
        with_slices(*model.study, model.scene, Plane::axial, 0, frame % 40 < 20 ? frame % 40 : 40 - frame % 40);
    if (frame == 0) processor = processor_ms();
    timer.start();
    grid.set(model);
    grid.repaint();
    if (frame >= 0) times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    QCoreApplication::processEvents();
  }
  processor = (processor_ms() - processor) / static_cast<double>(times.size());
  ViewBenchmark result{name, 0, 0, processor, 0, view.width(), view.height(), views, row_band_threads(), {}};
  summarise(std::move(times), result);
  return result;
}

// Processes events until `done`, for at most `most_ms`; says whether it came.
template <class Done>
bool wait_for(Done done, int most_ms) {
  QElapsedTimer timer;
  timer.start();
  while (!done()) {
    if (timer.elapsed() > most_ms) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
  }
  return true;
}

ViewBenchmark rotate() {
  if (!can_show_3d())
    throw Failure("This benchmark draws in 3D and needs an X display. Run it in a desktop session, or under xvfb-run.");
  ViewModel model{synthetic_study(), {}, {}};
  model.scene.volume_rendering = true;
  const ViewPlace place{0, QRect(0, 0, 800, 600), Plane::surfaces, 0, -1};
  VolumeView view;
  view.resize(800, 600);
  view.show_place(model, place);
  view.show();
  if (!wait_for([&] { return view.frames() > 0 && view.finished(); }, 60000))
    throw Failure("The 3D view drew nothing within a minute. Check the display's OpenGL.");
  std::vector<double> times;
  QElapsedTimer timer;
  double processor = processor_ms();
  for (int frame = 0; frame < 60; ++frame) {
    const int drawn = view.frames();
    model.scene.camera[0] += 3;
    timer.start();
    view.show_place(model, place);
    wait_for([&] { return view.frames() > drawn; }, 5000);
    times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
  }
  processor = (processor_ms() - processor) / static_cast<double>(times.size());
  ViewBenchmark result{"rotate", 0,   0, processor,          0,
                       800,      600, 1, row_band_threads(), view.renderer_words().toStdString()};
  timer.start();
  const int coarse = view.frames();
  wait_for([&] { return view.refined() && view.frames() > coarse; }, 10000);
  result.refined_ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
  summarise(std::move(times), result);
  return result;
}

}  // namespace

ViewBenchmark run_view_benchmark(const std::string& name) {
  if (name == "scroll") return scroll(name, Layout::single, {1002, 1002}, {1000, 1000}, 1);
  if (name == "scroll-3x3") return scroll(name, Layout::compare, {3 * 512 + 8, 3 * 512 + 51}, {512, 512}, 9);
  if (name == "rotate") return rotate();
  throw Failure("There is no view benchmark named \"" + name + "\". Choose scroll, scroll-3x3 or rotate.");
}

}  // namespace longview
