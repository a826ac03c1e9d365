// What is remembered between runs: folded sections, recent studies, PACS nodes, and each study's view and reviews.
#pragma once

#include <QSettings>
#include <QString>
#include <QStringList>
#include <map>
#include <memory>
#include <string>

#include "viewer/panels/review_panel.h"

namespace longview {

struct RecentStudy {
  QString folder, name, what, dates, opened;  // opened: ISO date and time
};

class Session {
 public:
  // Remembers in the user's settings; nothing at all where `remember` is false (screenshots, tests).
  explicit Session(bool remember);
  bool remembers() const { return settings_ != nullptr; }

  bool folded(const QString& section) const;
  void set_folded(const QString& section, bool folded);

  QList<RecentStudy> recent() const;
  void add_recent(const RecentStudy& study);

  QStringList nodes() const;  // "AET@HOST:PORT"
  void add_node(const QString& node);

  std::map<std::string, Review> reviews(const QString& folder) const;
  void set_reviews(const QString& folder, const std::map<std::string, Review>& reviews);

 private:
  std::unique_ptr<QSettings> settings_;  // null: nothing is remembered
};

}  // namespace longview
