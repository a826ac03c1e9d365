// One line over the views that asks or tells something and waits, without stopping any work.
#pragma once

#include <QFrame>
#include <QList>
#include <QString>
#include <utility>

class QHBoxLayout;
class QLabel;

namespace longview {

class Banner : public QFrame {
  Q_OBJECT

 public:
  explicit Banner(QWidget* parent = nullptr);
  // Buttons by key and words; the first one answers Enter.
  void ask(const QString& sentence, const QList<std::pair<QString, QString>>& buttons);
  // A warning with only a way to close it.
  void tell(const QString& sentence);
  QString words() const;
  // What the first button offers was done another way: the line goes.
  void seen(const QString& key);

 Q_SIGNALS:
  void chosen(const QString& key);

 private:
  void show_line(const QString& sentence, const QString& icon_name, const QList<std::pair<QString, QString>>& buttons);
  QLabel *mark_, *words_;
  QHBoxLayout* row_;
  QString first_;
};

}  // namespace longview
