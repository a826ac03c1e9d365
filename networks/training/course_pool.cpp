#include "networks/training/course_pool.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <iterator>

#include "imaging/core/failure.h"

namespace longview {

namespace {
constexpr int most_failures = 10;

std::filesystem::path file_of(const std::filesystem::path& folder, std::uint64_t index) {
  return folder / ("course-" + std::to_string(100000 + index).substr(1) + ".safetensors");
}
}  // namespace

CoursePool::CoursePool(std::filesystem::path folder, std::uint64_t wanted, Make make)
    : folder_(std::move(folder)), wanted_(wanted), make_(std::move(make)) {
  std::filesystem::create_directories(folder_);
  for (std::uint64_t index = 0; index < wanted_; ++index)
    if (std::filesystem::exists(file_of(folder_, index)))
      courses_[index] = std::make_shared<const Course>(read_course(file_of(folder_, index)));
  worker_ = std::jthread([this](std::stop_token stop) { fill(stop); });
}

CoursePool::~CoursePool() { worker_.request_stop(); }

void CoursePool::fill(std::stop_token stop) {
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 10);  // Linux: of this thread alone
  int failures = 0;
  for (std::uint64_t index = 0; index < wanted_ && failures < most_failures; ++index) {
    {
      const std::lock_guard lock(mutex_);
      if (courses_.contains(index)) continue;
    }
    try {
      Course course = make_(index, Progress({}, stop));
      if (course.dates.size() < 2) continue;  // it never grew to a size that can be drawn
      write_course(file_of(folder_, index), course);
      const std::lock_guard lock(mutex_);
      courses_[index] = std::make_shared<const Course>(std::move(course));
      failures = 0;
    } catch (const Stopped&) {
      break;
    } catch (const std::exception& error) {
      const std::lock_guard lock(mutex_);
      failure_ = error.what();
      ++failures;
    }
    changed_.notify_all();
  }
  const std::lock_guard lock(mutex_);
  finished_ = true;
  changed_.notify_all();
}

void CoursePool::wait_for(std::size_t count, const Progress& progress) {
  std::unique_lock lock(mutex_);
  while (courses_.size() < count && !finished_) {
    progress.report(static_cast<double>(courses_.size()) / static_cast<double>(count), "Simulating courses");
    changed_.wait_for(lock, std::chrono::milliseconds(200));
  }
  if (courses_.empty())
    throw Failure("No course could be simulated" + (failure_.empty() ? std::string(".") : ": " + failure_));
}

std::shared_ptr<const Course> CoursePool::draw(Draw& draw) const {
  const std::lock_guard lock(mutex_);
  return std::next(courses_.begin(), draw.whole(std::ssize(courses_)))->second;
}

std::size_t CoursePool::size() const {
  const std::lock_guard lock(mutex_);
  return courses_.size();
}

}  // namespace longview
