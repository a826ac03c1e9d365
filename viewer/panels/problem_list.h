// What was odd about the data and what was done: shape, word and colour (window.md section 9, Messages).
#pragma once

#include <QWidget>
#include <vector>

#include "imaging/core/problem.h"

namespace longview {

// "1 warning  2 notes" as rich text for a heading, empty without problems.
QString problem_counts(const std::vector<Problem>& problems);

class ProblemList : public QWidget {
  Q_OBJECT

 public:
  explicit ProblemList(QWidget* parent = nullptr);
  void set(const std::vector<Problem>& problems);
  // The problem of this place in the list gets the focus ring; -1 for none.
  void set_current(int problem);

 Q_SIGNALS:
  void problem_chosen(int problem);

 protected:
  void mousePressEvent(QMouseEvent*) override;
  void paintEvent(QPaintEvent*) override;

 private:
  std::vector<QWidget*> rows_;
  int current_ = -1;
};

}  // namespace longview
