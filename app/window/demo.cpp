#include "app/window/demo.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include "app/pipeline/simulate.h"
#include "imaging/core/failure.h"

namespace longview {

std::filesystem::path demo_study(const Progress& progress) {
  if (const QString given = qEnvironmentVariable("LONGVIEW_DEMO"); !given.isEmpty()) {
    if (QDir(given).exists() && !QDir(given).isEmpty()) return given.toStdString();
    throw Failure("The demo study " + given.toStdString() + " (LONGVIEW_DEMO) is not there. Run app/demo to make it.");
  }
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + "/longview/demo";
  // The mark beside it says that it was written to its end.
  const QString whole = folder + ".whole";
  if (QFile::exists(whole) && QDir(folder).exists()) return folder.toStdString();
  QDir(folder).removeRecursively();
  if (!QDir().mkpath(folder)) throw Failure("The folder " + folder.toStdString() + " for the demo cannot be made.");
  make_demo_study(folder.toStdString(), progress);
  QFile mark(whole);
  if (!mark.open(QIODevice::WriteOnly)) throw Failure("The cache " + folder.toStdString() + " cannot be written.");
  return folder.toStdString();
}

}  // namespace longview
