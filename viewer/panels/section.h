// One folding part of a side panel: a heading with a chevron, something at its right, and the content below.
#pragma once

#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidget>

namespace longview {

class Section : public QWidget {
  Q_OBJECT

 public:
  // `key` names the section in the settings and stays the same in every language.
  Section(const QString& key, const QString& title, QWidget* content, QWidget* parent = nullptr);

  void set_title(const QString& title);
  // Rich text at the heading's right; links call link_activated.
  void set_aside(const QString& text);
  void set_aside_widget(QWidget* widget);
  bool folded() const { return folded_; }
  void set_folded(bool folded);
  QString key() const { return objectName(); }

 Q_SIGNALS:
  void fold_changed(bool folded);
  void link_activated(const QString& link);

 protected:
  void paintEvent(QPaintEvent*) override;
  void mousePressEvent(QMouseEvent*) override;

 private:
  QToolButton* chevron_;
  QLabel* title_;
  QLabel* aside_;
  QHBoxLayout* heading_;
  QWidget* content_;
  bool folded_ = false;
};

}  // namespace longview
