// A study small enough to predict on in seconds, made by hand, and helpers to wait for the window.
#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <filesystem>
#include <functional>

#include "imaging/core/study.h"

namespace longview::testing {

// Two dates 60 days apart, 4 mm voxels, a head with a bright sphere that grows from 8 to 12 mm radius, as NIfTI in BIDS
// folders. `masks` how many of the dates get one.
void write_small_study(const std::filesystem::path& folder, int masks = 2);

// The same in memory, with exact volumes, and by choice a prediction at +30 d with a probability and a back-test.
Study small_study(bool predicted);

// Volume of the voxels that lie within `radius` of the lesion's middle, mL.
double lesion_ml(double radius);

// Runs the event loop until `done` or the time is over.
inline bool wait_until(const std::function<bool()>& done, int milliseconds = 60000) {
  QElapsedTimer clock;
  clock.start();
  while (!done()) {
    if (clock.elapsed() > milliseconds) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
  }
  return true;
}

inline std::filesystem::path path_of(const QTemporaryDir& folder) { return folder.path().toStdString(); }

}  // namespace longview::testing
