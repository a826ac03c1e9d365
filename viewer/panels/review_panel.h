// Accept, reject, comment: a person's word on one prediction.
#pragma once

#include <QString>
#include <QWidget>

namespace longview {

enum class ReviewState { not_reviewed, accepted, rejected };

struct Review {
  ReviewState state = ReviewState::not_reviewed;
  QString reason, comment;  // a rejection needs its reason
  QString by, at;           // name and ISO time
  QString of;               // weights, version and seed of what was reviewed
};

// "not reviewed", "accepted", "rejected: REASON": what is written into exported objects.
QString review_words(const Review& review);

class ReviewPanel : public QWidget {
  Q_OBJECT

 public:
  explicit ReviewPanel(QWidget* parent = nullptr);
  void set(const Review& review);

 Q_SIGNALS:
  void accepted();
  void rejected();
  void comment_asked();
};

}  // namespace longview
