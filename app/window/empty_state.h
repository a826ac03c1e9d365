// What stands where the views will be while no study is open: what to do first, and the studies opened before.
#pragma once

#include <QWidget>

#include "app/window/session.h"

class QLabel;

namespace longview {

class EmptyState : public QWidget {
  Q_OBJECT

 public:
  explicit EmptyState(QWidget* parent = nullptr);
  void set_recent(const QList<RecentStudy>& studies);
  // A sentence in place of the hint: why the last study could not be opened.
  void set_words(const QString& sentence);

 Q_SIGNALS:
  void open_asked();
  void demo_asked();
  void recent_chosen(const QString& folder);

 protected:
  void paintEvent(QPaintEvent*) override;

 private:
  QWidget* card(const QString& icon_name, const QString& title, const QString& keys, const QString& words, bool first,
                void (EmptyState::*signal)());
  QLabel* hint_;
  QWidget* recent_;
};

}  // namespace longview
