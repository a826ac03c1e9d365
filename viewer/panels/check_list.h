// Lines of shape, words and value: a model's checks, and the facts about it.
#pragma once

#include <QString>
#include <QWidget>
#include <utility>
#include <vector>

namespace longview {

enum class CheckMark { fits, warns, refuses, note };

struct CheckLine {
  CheckMark mark = CheckMark::fits;
  QString what, value;
  QString sentence;  // shown under it where there is one
};

// The pictogram name and its words for screen readers: colour never says it alone.
QString icon_name(CheckMark mark);
QString mark_words(CheckMark mark);

class CheckList : public QWidget {
  Q_OBJECT

 public:
  explicit CheckList(QWidget* parent = nullptr);
  void set(const std::vector<CheckLine>& lines);
};

// Names left, values right; values may be rich text.
class FactList : public QWidget {
  Q_OBJECT

 public:
  explicit FactList(QWidget* parent = nullptr);
  void set(const std::vector<std::pair<QString, QString>>& facts);
};

}  // namespace longview
