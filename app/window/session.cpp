#include "app/window/session.h"

#include <QCryptographicHash>

namespace longview {
namespace {

QString key_of(const QString& folder) {
  return "studies/" + QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha1).toHex().left(16);
}

}  // namespace

Session::Session(bool remember) {
  if (remember) settings_ = std::make_unique<QSettings>("Longview", "Longview");
}

bool Session::folded(const QString& section) const {
  return settings_ && settings_->value("folded/" + section, false).toBool();
}

void Session::set_folded(const QString& section, bool folded) {
  if (settings_) settings_->setValue("folded/" + section, folded);
}

QList<RecentStudy> Session::recent() const {
  QList<RecentStudy> studies;
  if (!settings_) return studies;
  for (const QVariant& entry : settings_->value("recent").toList()) {
    const QStringList parts = entry.toStringList();
    if (parts.size() == 5) studies << RecentStudy{parts[0], parts[1], parts[2], parts[3], parts[4]};
  }
  return studies;
}

void Session::add_recent(const RecentStudy& study) {
  if (!settings_) return;
  QList<RecentStudy> studies = recent();
  studies.removeIf([&](const RecentStudy& other) { return other.folder == study.folder; });
  studies.prepend(study);
  QVariantList entries;
  for (const RecentStudy& one : studies.mid(0, 8))
    entries << QVariant(QStringList{one.folder, one.name, one.what, one.dates, one.opened});
  settings_->setValue("recent", entries);
}

QStringList Session::nodes() const { return settings_ ? settings_->value("nodes").toStringList() : QStringList(); }

void Session::add_node(const QString& node) {
  if (!settings_) return;
  QStringList all = nodes();
  all.removeAll(node);
  all.prepend(node);
  settings_->setValue("nodes", QStringList(all.mid(0, 10)));
}

std::map<std::string, Review> Session::reviews(const QString& folder) const {
  std::map<std::string, Review> all;
  if (!settings_) return all;
  for (const QVariant& entry : settings_->value(key_of(folder) + "/reviews").toList()) {
    const QStringList parts = entry.toStringList();
    if (parts.size() != 7) continue;
    all[parts[0].toStdString()] = {
        static_cast<ReviewState>(parts[1].toInt()), parts[2], parts[3], parts[4], parts[5], parts[6]};
  }
  return all;
}

void Session::set_reviews(const QString& folder, const std::map<std::string, Review>& reviews) {
  if (!settings_) return;
  QVariantList entries;
  for (const auto& [session, review] : reviews)
    entries << QVariant(QStringList{QString::fromStdString(session), QString::number(static_cast<int>(review.state)),
                                    review.reason, review.comment, review.by, review.at, review.of});
  settings_->setValue(key_of(folder) + "/reviews", entries);
}

}  // namespace longview
