#include "viewer/views/surfaces.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <stop_token>
#include <tuple>
#include <utility>

namespace longview {
namespace {

// What tells one wish from another.
using Key = std::tuple<const void*, Vec3, Matrix3, Matrix3, Vec3, double, double, int>;
Key key_of(const SurfaceWish& wish) {
  return {wish.volume.voxels.get(), wish.volume.grid.origin, wish.volume.grid.direction,
          wish.to_scan.linear,      wish.to_scan.offset,     wish.level,
          wish.coarsest_mm,         wish.triangles};
}

}  // namespace

struct Surfaces::Store {
  struct Entry {
    std::weak_ptr<const void> voxels;
    std::shared_ptr<const Surface> surface;  // null while it is being made
    std::shared_ptr<std::atomic<double>> share;
  };
  std::map<Key, Entry> entries;
  QThreadPool pool;
  std::stop_source stop;
};

Surfaces::Surfaces(QObject* parent) : QObject(parent), store_(std::make_unique<Store>()) {
  // One at a time and below the drawing: views stay smooth meanwhile.
  store_->pool.setMaxThreadCount(1);
  store_->pool.setThreadPriority(QThread::LowPriority);
}

Surfaces::~Surfaces() {
  store_->stop.request_stop();
  store_->pool.clear();
  store_->pool.waitForDone();
}

std::shared_ptr<const Surface> Surfaces::get(const SurfaceWish& wish) {
  if (!wish.volume.voxels) return nullptr;
  auto& entries = store_->entries;
  const Key key = key_of(wish);
  const auto found = entries.find(key);
  if (found != entries.end() && !found->second.voxels.expired()) return found->second.surface;
  std::erase_if(entries, [](const auto& entry) { return entry.second.voxels.expired(); });
  const auto share = std::make_shared<std::atomic<double>>(0);
  entries[key] = {wish.volume.voxels, nullptr, share};
  store_->pool.start([this, wish, key, share, stop = store_->stop.get_token()] {
    std::shared_ptr<const Surface> surface;
    try {
      surface = make_surface(wish, Progress([share](double fraction, const std::string&) { *share = fraction; }, stop));
    } catch (const std::exception&) {
      if (stop.stop_requested()) return;
      surface = std::make_shared<Surface>();  // nothing to show, and nothing to wait for
    }
    QMetaObject::invokeMethod(
        this,
        [this, key, surface] {
          const auto entry = store_->entries.find(key);
          if (entry == store_->entries.end()) return;
          entry->second.surface = surface;
          Q_EMIT made();
        },
        Qt::QueuedConnection);
  });
  return nullptr;
}

std::optional<double> Surfaces::share_made() const {
  double sum = 0;
  int open = 0;
  for (const auto& [key, entry] : store_->entries) {
    if (entry.surface || entry.voxels.expired()) continue;
    sum += *entry.share;
    ++open;
  }
  if (open == 0) return std::nullopt;
  return sum / open;
}

Surfaces& surfaces() {
  // The application owns it: its thread ends before the application does.
  static QPointer<Surfaces> store;
  if (!store) store = new Surfaces(QCoreApplication::instance());
  return *store;
}

}  // namespace longview
