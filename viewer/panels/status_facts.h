// What a model says of a scan in numbers and words: its status with the calibrated probability and how it was
// calibrated, then single values.
#pragma once

#include <QWidget>
#include <vector>

#include "imaging/core/findings.h"
#include "imaging/core/study.h"

class QLabel;

namespace longview {

class StatusFacts : public QWidget {
  Q_OBJECT

 public:
  explicit StatusFacts(QWidget* parent = nullptr);
  // Facts that say nothing in words are listed value by value.
  void set(const std::vector<NamedFacts>& facts, const std::vector<NamedNumber>& numbers);

 private:
  QLabel *says_, *note_, *values_;
  QWidget* probability_;
};

}  // namespace longview
