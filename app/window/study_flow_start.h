// Of study_flow's own sources: how its work becomes a job whose late answers are dropped.
#pragma once

#include <utility>

#include "app/window/study_flow.h"

namespace longview {

template <class Work, class Done>
void StudyFlow::start(const QString& title, Lane lane, Work work, Done done) {
  const std::uint64_t run = open_run_;
  const std::uint64_t job = jobs_.start(
      title, lane, std::move(work),
      [this, run, done = std::move(done)](auto value) {
        if (run == open_run_) done(std::move(value));
      },
      [this, run, title](JobEnd end, const QString& sentence) {
        if (run != open_run_) return;
        preparing_ = false;
        wanted_.reset();
        held_back_.reset();
        if (end == JobEnd::failed) Q_EMIT refused(title, sentence);
        Q_EMIT changed();
      });
  started_.push_back(job);
}

}  // namespace longview
