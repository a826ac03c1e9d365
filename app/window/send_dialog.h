// Send to PACS…: node with Test, objects, and what became of each object, in the node's words.
#pragma once

#include <QDialog>
#include <vector>

#include "app/window/jobs.h"
#include "app/window/session.h"
#include "app/window/study_flow.h"
#include "imaging/writing/pacs.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;
class QTableWidget;

namespace longview {

class SendDialog : public QDialog {
  Q_OBJECT

 public:
  SendDialog(const Document& document, Session& session, Jobs& jobs, QWidget* parent = nullptr);
  void set_node(const QString& node);
  QString words() const;

 public Q_SLOTS:
  void test();
  // Sends without the question that the button asks first.
  void send_now();

 Q_SIGNALS:
  void finished_sending();

 private:
  void build();
  void ask_and_send();
  void show_outcomes(const std::vector<SendOutcome>& outcomes);
  int predicted_count() const;

  Document document_;
  Session& session_;
  Jobs& jobs_;
  QComboBox* node_;
  QListWidget* dates_;
  QCheckBox *seg_, *sr_, *series_;
  QLabel* words_;
  QTableWidget* results_;
  QPushButton *test_, *send_;
};

}  // namespace longview
