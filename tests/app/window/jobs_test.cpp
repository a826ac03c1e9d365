#include "app/window/jobs.h"

#include <gtest/gtest.h>

#include <atomic>

#include "imaging/core/failure.h"
#include "tests/app/window/small_study.h"

namespace longview {
namespace {

using testing::wait_until;
using namespace std::chrono_literals;

TEST(Jobs, HandOverTheValueOnTheirOwnersThread) {
  Jobs jobs;
  int value = 0;
  std::thread::id worker, receiver;
  jobs.start(
      "sum", Lane::compute,
      [&](const Progress&) {
        worker = std::this_thread::get_id();
        return 41 + 1;
      },
      [&](int result) {
        value = result;
        receiver = std::this_thread::get_id();
      });
  ASSERT_TRUE(wait_until([&] { return jobs.idle(); }, 5000));
  EXPECT_EQ(value, 42);
  EXPECT_EQ(receiver, std::this_thread::get_id());
  EXPECT_NE(worker, receiver);
}

TEST(Jobs, RunOneComputeJobAtATimeAndReadingBesideIt) {
  Jobs jobs;
  std::atomic<int> computing = 0, most = 0;
  std::atomic<bool> read_meanwhile = false, read_done = false;
  const auto compute = [&](const Progress&) {
    most = std::max(most.load(), ++computing);
    while (!read_done) std::this_thread::sleep_for(1ms);
    --computing;
    return 0;
  };
  for (int i = 0; i < 3; ++i) jobs.start("compute", Lane::compute, compute, [](int) {});
  jobs.start(
      "read", Lane::reading,
      [&](const Progress&) {
        while (computing == 0) std::this_thread::sleep_for(1ms);
        read_meanwhile = true;
        return read_done = true;
      },
      [](bool) {});
  ASSERT_TRUE(wait_until([&] { return jobs.idle(); }, 5000));
  EXPECT_EQ(most, 1);
  EXPECT_TRUE(read_meanwhile);
}

TEST(Jobs, AnswerACancelWithinASecondEvenWhereTheWorkDoesNotListen) {
  Jobs jobs;
  std::atomic<bool> let_go = false, ran = false;
  bool delivered = false;
  int cancelled = 0;
  QObject::connect(&jobs, &Jobs::cancelled, [&] { ++cancelled; });
  const auto id = jobs.start(
      "deaf", Lane::compute,
      [&](const Progress&) {
        ran = true;
        while (!let_go) std::this_thread::sleep_for(1ms);
        return 1;
      },
      [&](int) { delivered = true; });
  ASSERT_TRUE(wait_until([&] { return ran.load(); }, 5000));
  QElapsedTimer clock;
  clock.start();
  jobs.cancel(id);
  EXPECT_TRUE(jobs.idle());
  EXPECT_LT(clock.elapsed(), 1000);
  EXPECT_EQ(cancelled, 1);
  let_go = true;
  // Its late answer is dropped.
  wait_until([] { return false; }, 200);
  EXPECT_FALSE(delivered);
}

TEST(Jobs, TellTheWorkToStop) {
  Jobs jobs;
  std::atomic<bool> running = false, stopped = false;
  const auto id = jobs.start(
      "listens", Lane::compute,
      [&](const Progress& progress) {
        running = true;
        try {
          while (true) {
            progress.report(0.5, "half");
            std::this_thread::sleep_for(1ms);
          }
        } catch (const Stopped&) {
          stopped = true;
          throw;
        }
        return 0;
      },
      [](int) {});
  ASSERT_TRUE(wait_until([&] { return running.load(); }, 5000));
  ASSERT_TRUE(wait_until([&] { return !jobs.list().empty() && jobs.list()[0].fraction == 0.5; }, 5000));
  EXPECT_EQ(jobs.list()[0].stage, "half");
  jobs.cancel(id);
  EXPECT_TRUE(wait_until([&] { return stopped.load(); }, 1000));
}

TEST(Jobs, TellAFailureInItsOwnSentence) {
  Jobs jobs;
  QString sentence;
  jobs.start(
      "fails", Lane::compute,
      [](const Progress&) -> int { throw Failure("The disk is full. Free 2 GB and try again."); }, [](int) { FAIL(); },
      [&](JobEnd end, const QString& words) {
        EXPECT_EQ(end, JobEnd::failed);
        sentence = words;
      });
  ASSERT_TRUE(wait_until([&] { return jobs.idle(); }, 5000));
  EXPECT_EQ(sentence, "The disk is full. Free 2 GB and try again.");
}

TEST(Jobs, EndWithTheirOwner) {
  std::atomic<bool> stopped = false, running = false;
  {
    Jobs jobs;
    jobs.start(
        "long", Lane::compute,
        [&](const Progress& progress) {
          running = true;
          while (!progress.stop_requested()) std::this_thread::sleep_for(1ms);
          stopped = true;
          return 0;
        },
        [](int) {});
    ASSERT_TRUE(wait_until([&] { return running.load(); }, 5000));
  }
  EXPECT_TRUE(stopped);
}

}  // namespace
}  // namespace longview
