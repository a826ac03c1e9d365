// The status bar: cursor and values, registration, the running job with its Cancel, device, last saved.
#pragma once

#include <QProgressBar>
#include <QStatusBar>
#include <vector>

#include "app/window/jobs.h"
#include "imaging/core/study.h"
#include "viewer/scene/scene.h"

class QLabel;
class QToolButton;

namespace longview {

class StatusLine : public QStatusBar {
  Q_OBJECT

 public:
  explicit StatusLine(QWidget* parent = nullptr);
  // Where the cursor is, and what the shown date's voxels say there.
  void show_cursor(const Study& study, const Scene& scene);
  void show_registration(const QString& words, const QString& icon_name);
  void show_nothing();
  void show_jobs(const std::vector<JobStatus>& jobs);
  void show_device(const QString& words);
  void show_saved(const QString& words);
  // A sentence for some seconds, announced to screen readers.
  void say(const QString& sentence);
  // Takes the last sentence away.
  void forget();

 Q_SIGNALS:
  void cancel_asked(std::uint64_t job);
  void jobs_asked();

 private:
  QLabel* part(int stretch = 0);
  QLabel *cursor_, *value_, *probability_, *link_icon_, *link_words_, *said_, *job_words_, *job_left_, *device_,
      *saved_;
  QProgressBar* bar_;
  QToolButton* cancel_;
  std::uint64_t job_ = 0;
};

}  // namespace longview
