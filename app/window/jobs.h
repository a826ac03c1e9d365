// Work beside the window's thread: one compute job at a time, reading beside it (architecture.md, Threads).
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <any>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "imaging/core/progress.h"

namespace longview {

enum class Lane { compute, reading };

// What the status bar and the list of jobs show of one.
struct JobStatus {
  std::uint64_t id = 0;
  QString title, stage;
  double fraction = 0;
  bool running = false;      // false: waits for the lane
  double seconds = 0;        // since it started to run
  double seconds_left = -1;  // -1: not known yet
};

// How a job ended without a result.
enum class JobEnd { cancelled, failed };

class Jobs : public QObject {
  Q_OBJECT

 public:
  explicit Jobs(QObject* parent = nullptr);
  // Asks everything to stop and waits for it.
  ~Jobs() override;

  using Ended = std::function<void(JobEnd, const QString& sentence)>;

  // Runs `work` on the lane's thread and hands its value to `done` on this object's thread. A failure goes to `ended`
  // with its sentence. After cancel() neither the value nor a late failure arrives. Returns the run id.
  template <class Work, class Done>
  std::uint64_t start(const QString& title, Lane lane, Work work, Done done, Ended ended = {}) {
    auto typed = [work = std::move(work)](const Progress& progress) -> std::any {
      return std::make_shared<decltype(work(progress))>(work(progress));
    };
    auto deliver = [done = std::move(done)](std::any value) {
      done(std::move(*std::any_cast<std::shared_ptr<decltype(work(std::declval<const Progress&>()))>>(value)));
    };
    return enqueue(title, lane, std::move(typed), std::move(deliver), std::move(ended));
  }

  // The job leaves the list at once and its answer is dropped; its thread is told to stop. Says so by cancelled().
  void cancel(std::uint64_t id);
  void cancel_all();

  bool idle() const { return jobs_.empty(); }
  std::vector<JobStatus> list() const;

 Q_SIGNALS:
  void changed();
  void cancelled(const QString& title);
  void failed(const QString& title, const QString& sentence);

 private:
  struct Job;
  struct Worker;
  std::uint64_t enqueue(const QString& title, Lane lane, std::function<std::any(const Progress&)> work,
                        std::function<void(std::any)> deliver, Ended ended);
  void run(Worker& worker, std::stop_token stop);
  void finish(std::uint64_t id, std::any value, const QString& failure, bool stopped);

  std::uint64_t next_id_ = 1;
  std::vector<std::shared_ptr<Job>> jobs_;  // this object's thread only
  QTimer ticker_;
  std::unique_ptr<Worker> compute_, reading_;
};

}  // namespace longview
