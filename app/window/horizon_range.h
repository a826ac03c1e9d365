// The horizon as a diamond on a line with the trained range marked on it.
#pragma once

#include <QWidget>

namespace longview {

class HorizonRange : public QWidget {
  Q_OBJECT

 public:
  explicit HorizonRange(QWidget* parent = nullptr);
  // Days; a trained range of 0 to 0 means any.
  void set(int days, double trained_low, double trained_high);

 Q_SIGNALS:
  void days_changed(int days);

 protected:
  void paintEvent(QPaintEvent*) override;
  void mousePressEvent(QMouseEvent*) override;
  void mouseMoveEvent(QMouseEvent*) override;

 private:
  double x_of(double days) const;
  int end() const;
  int days_ = 90;
  double low_ = 0, high_ = 0;
};

}  // namespace longview
