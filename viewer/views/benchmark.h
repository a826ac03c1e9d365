// How fast the views are, on a synthetic 256^3 volume; `longview bench` prints it.
#pragma once

#include <string>

namespace longview {

struct ViewBenchmark {
  std::string name;           // "scroll", "scroll-3x3", "rotate"
  double fps = 0;             // frames a second, median of the frames' times
  double slowest_ms = 0;      // 99th percentile of a frame
  double cpu_ms = 0;          // processor time of a frame, all threads together: what a busy machine cannot hide
  double refined_ms = 0;      // rotate: from rest to the refined picture
  int width = 0, height = 0;  // of one view, pixels
  int views = 1;
  int threads = 0;
  std::string renderer;  // rotate: GL_RENDERER and the mapper
};

// Needs a QApplication; "rotate" needs 3D. Throws Failure for other names or without 3D.
ViewBenchmark run_view_benchmark(const std::string& name);

}  // namespace longview
