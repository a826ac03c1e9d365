#include "app/window/jobs_popover.h"

#include <QFrame>
#include <QGridLayout>
#include <QProgressBar>
#include <QToolButton>
#include <cmath>

#include "app/window/dialog_parts.h"
#include "app/window/jobs.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

class JobsPopover : public QFrame {
 public:
  JobsPopover(Jobs& jobs, QWidget* above) : QFrame(above, Qt::Popup), jobs_(jobs) {
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName("popover");
    setAccessibleName(tr("Jobs"));
    setStyleSheet(QString("#popover { background:%1; border:1px solid %2 }")
                      .arg(colours::raised.name(), colours::strong_line.name()));
    (new QVBoxLayout(this))->setContentsMargins(12, 10, 12, 10);
    connect(&jobs_, &Jobs::changed, this, [this] { fill(); });
    fill();
    show();
  }

 private:
  void fill() {
    while (QLayoutItem* item = layout()->takeAt(0)) {
      if (item->widget()) item->widget()->deleteLater();
      delete item;
    }
    const auto list = jobs_.list();
    if (list.empty()) layout()->addWidget(dialog_label(tr("No jobs."), 13, 400, colours::text_second));
    for (const JobStatus& job : list) {
      auto* row = new QWidget;
      auto* grid = new QGridLayout(row);
      grid->setContentsMargins(0, 2, 0, 2);
      grid->addWidget(dialog_label(job.title, 13, 500), 0, 0);
      const QString state =
          !job.running ? tr("waits") : tr("%1 %  %2").arg(std::lround(100 * job.fraction)).arg(job.stage);
      grid->addWidget(dialog_label(state, 12, 400, colours::text_second), 1, 0);
      auto* cancel = new QToolButton;
      cancel->setText(tr("Cancel"));
      cancel->setAccessibleName(tr("Cancel %1").arg(job.title));
      connect(cancel, &QToolButton::clicked, this, [this, id = job.id] { jobs_.cancel(id); });
      grid->addWidget(cancel, 0, 1, 2, 1);
      grid->setColumnStretch(0, 1);
      layout()->addWidget(row);
    }
    setFixedWidth(420);
    adjustSize();
    const QPoint corner = parentWidget()->mapToGlobal(QPoint(parentWidget()->width() - width() - 12, -height() - 4));
    move(corner);
  }

  Jobs& jobs_;
};

}  // namespace

void show_jobs_popover(Jobs& jobs, QWidget* above) { new JobsPopover(jobs, above); }

}  // namespace longview
