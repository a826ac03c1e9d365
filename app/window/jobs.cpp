#include "app/window/jobs.h"

#include <algorithm>
#include <utility>

#include "imaging/core/failure.h"

namespace longview {

using Clock = std::chrono::steady_clock;

struct Jobs::Job {
  std::uint64_t id = 0;
  QString title;
  std::function<std::any(const Progress&)> work;
  std::function<void(std::any)> deliver;
  Ended ended;
  std::stop_source stop;
  std::mutex mutex;  // guards what follows: the worker writes, the list reads
  std::string stage;
  double fraction = 0;
  bool running = false;
  Clock::time_point started;
};

struct Jobs::Worker {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::deque<std::shared_ptr<Job>> queue;
  std::jthread thread;
};

Jobs::Jobs(QObject* parent) : QObject(parent), compute_(new Worker), reading_(new Worker) {
  for (Worker* worker : {compute_.get(), reading_.get()})
    worker->thread = std::jthread([this, worker](std::stop_token stop) { run(*worker, stop); });
  ticker_.setInterval(100);
  connect(&ticker_, &QTimer::timeout, this, &Jobs::changed);
}

Jobs::~Jobs() {
  for (const auto& job : jobs_) job->stop.request_stop();
  for (Worker* worker : {compute_.get(), reading_.get()}) {
    worker->thread.request_stop();
    worker->thread.join();
  }
}

std::uint64_t Jobs::enqueue(const QString& title, Lane lane, std::function<std::any(const Progress&)> work,
                            std::function<void(std::any)> deliver, Ended ended) {
  auto job = std::make_shared<Job>();
  job->id = next_id_++;
  job->title = title;
  job->work = std::move(work);
  job->deliver = std::move(deliver);
  job->ended = std::move(ended);
  jobs_.push_back(job);
  Worker& worker = lane == Lane::compute ? *compute_ : *reading_;
  {
    std::scoped_lock lock(worker.mutex);
    worker.queue.push_back(job);
  }
  worker.wake.notify_one();
  ticker_.start();
  Q_EMIT changed();
  return job->id;
}

void Jobs::run(Worker& worker, std::stop_token stop) {
  while (true) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(worker.mutex);
      if (!worker.wake.wait(lock, stop, [&] { return !worker.queue.empty(); })) return;
      if (stop.stop_requested()) return;
      job = worker.queue.front();
      worker.queue.pop_front();
    }
    if (job->stop.stop_requested()) continue;
    {
      std::scoped_lock lock(job->mutex);
      job->running = true;
      job->started = Clock::now();
    }
    const Progress progress(
        [&job](double fraction, const std::string& stage) {
          std::scoped_lock lock(job->mutex);
          job->fraction = fraction;
          job->stage = stage;
        },
        job->stop.get_token());
    std::any value;
    QString failure;
    bool stopped = false;
    try {
      value = job->work(progress);
    } catch (const Stopped&) {
      stopped = true;
    } catch (const std::bad_alloc&) {
      failure = tr("There was not enough memory. Close other studies or programs and try again.");
    } catch (const std::exception& problem) {
      failure = QString::fromStdString(problem.what());
    }
    QMetaObject::invokeMethod(
        this, [this, id = job->id, value = std::move(value), failure, stopped] { finish(id, value, failure, stopped); },
        Qt::QueuedConnection);
  }
}

void Jobs::finish(std::uint64_t id, std::any value, const QString& failure, bool stopped) {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [id](const auto& job) { return job->id == id; });
  if (found == jobs_.end()) return;  // cancelled before: a late answer
  const std::shared_ptr<Job> job = *found;
  jobs_.erase(found);
  if (jobs_.empty()) ticker_.stop();
  if (stopped) {
    if (job->ended) job->ended(JobEnd::cancelled, {});
    Q_EMIT cancelled(job->title);
  } else if (!failure.isEmpty()) {
    if (job->ended) job->ended(JobEnd::failed, failure);
    Q_EMIT failed(job->title, failure);
  } else {
    job->deliver(std::move(value));
  }
  Q_EMIT changed();
}

void Jobs::cancel(std::uint64_t id) {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [id](const auto& job) { return job->id == id; });
  if (found == jobs_.end()) return;
  const std::shared_ptr<Job> job = *found;
  jobs_.erase(found);
  job->stop.request_stop();
  if (jobs_.empty()) ticker_.stop();
  if (job->ended) job->ended(JobEnd::cancelled, {});
  Q_EMIT cancelled(job->title);
  Q_EMIT changed();
}

void Jobs::cancel_all() {
  while (!jobs_.empty()) cancel(jobs_.back()->id);
}

std::vector<JobStatus> Jobs::list() const {
  std::vector<JobStatus> result;
  for (const auto& job : jobs_) {
    std::scoped_lock lock(job->mutex);
    JobStatus status{job->id, job->title, QString::fromStdString(job->stage), job->fraction, job->running, 0, -1};
    if (job->running) status.seconds = std::chrono::duration<double>(Clock::now() - job->started).count();
    // Time left from the share done, once that share says something.
    if (job->running && job->fraction > 0.05 && status.seconds > 1)
      status.seconds_left = status.seconds * (1 - job->fraction) / job->fraction;
    result.push_back(status);
  }
  return result;
}

}  // namespace longview
