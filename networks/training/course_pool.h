// Courses that are made in the background while training draws from those that are there, and kept on disk.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "imaging/core/progress.h"
#include "networks/core/private/samples.h"
#include "networks/training/course.h"

namespace longview {

class CoursePool {
 public:
  using Make = std::function<Course(std::uint64_t index, const Progress&)>;

  // Reads the courses that lie in `folder` and starts a thread that makes the missing ones of `wanted`.
  CoursePool(std::filesystem::path folder, std::uint64_t wanted, Make make);
  ~CoursePool();

  // Waits until there are `count` (or all). Throws Failure if making them fails again and again, Stopped if stopped.
  void wait_for(std::size_t count, const Progress& progress);
  std::shared_ptr<const Course> draw(Draw& draw) const;
  std::size_t size() const;

 private:
  void fill(std::stop_token stop);

  std::filesystem::path folder_;
  std::uint64_t wanted_;
  Make make_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::uint64_t, std::shared_ptr<const Course>> courses_;
  std::string failure_;
  bool finished_ = false;
  std::jthread worker_;  // last: it is joined before the rest goes
};

}  // namespace longview
