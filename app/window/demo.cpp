#include "app/window/demo.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QStandardPaths>

#include "imaging/core/failure.h"

namespace longview {
namespace {

// Colin27 of Debian's mricron-data.
const char* const anatomy = "/usr/share/mricron/templates/ch2.nii.gz";

}  // namespace

std::filesystem::path demo_study(const Progress& progress) {
  if (const QString given = qEnvironmentVariable("LONGVIEW_DEMO"); !given.isEmpty()) {
    if (!QDir(given).isEmpty()) return given.toStdString();
    throw Failure("The demo study " + given.toStdString() + " (LONGVIEW_DEMO) is empty. Run app/demo to make it.");
  }
  const QString cache = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + "/longview";
  const QString folder = cache + "/demo";
  if (QFile::exists(folder + "/.whole")) return folder.toStdString();
  if (!QFile::exists(anatomy))
    throw Failure(std::string("The demo's brain ") + anatomy + " is not there. Install the package mricron-data.");
  QDir(folder).removeRecursively();
  QDir().mkpath(cache);
  progress.report(0, "Simulating a glioma");
  QProcess maker;
  maker.setProcessChannelMode(QProcess::MergedChannels);
  maker.start(QCoreApplication::applicationDirPath() + "/longview",
              {"simulate", "glioma", "--anatomy", anatomy, "--out", folder, "--days", "0,90,180", "--seed", "1",
               "--format", "dicom"});
  if (!maker.waitForStarted())
    throw Failure("The program longview was not found beside the window. Build or install it.");
  while (!maker.waitForFinished(200)) {
    if (maker.state() == QProcess::NotRunning) break;
    if (progress.stop_requested()) {
      maker.kill();
      maker.waitForFinished();
      progress.check();
    }
  }
  if (maker.exitStatus() != QProcess::NormalExit || maker.exitCode() != 0)
    throw Failure("The demo study could not be made: " + maker.readAll().trimmed().toStdString());
  QFile whole(folder + "/.whole");
  if (!whole.open(QIODevice::WriteOnly)) throw Failure("The cache " + cache.toStdString() + " cannot be written.");
  return folder.toStdString();
}

}  // namespace longview
