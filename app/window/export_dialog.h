// Export…: what, as, where; a preview names every object with its description.
#pragma once

#include <QDialog>
#include <vector>

#include "app/pipeline/export_study.h"
#include "app/window/jobs.h"
#include "app/window/study_flow.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace longview {

// One date that is exported, into its own folder below the chosen one.
struct ExportPart {
  std::size_t timepoint = 0;
  ExportRequest request;
};

// Writes all parts; what the export and the send dialog share. Runs in a job.
std::vector<ExportedObject> export_parts(const Study& study, const std::vector<ExportPart>& parts,
                                         const Progress& progress);

// "P1 2024-07-15", and what review word goes into its objects.
QString export_name(const Study& study, std::size_t timepoint);
std::string review_of(const Document& document, std::size_t timepoint);

class ExportDialog : public QDialog {
  Q_OBJECT

 public:
  ExportDialog(const Document& document, Jobs& jobs, QWidget* parent = nullptr);
  void set_folder(const QString& folder);
  std::vector<ExportPart> parts() const;

 public Q_SLOTS:
  void run();

 Q_SIGNALS:
  void done(const QString& sentence);
  void failed(const QString& sentence);

 private:
  void build();
  void show_preview();

  Document document_;
  Jobs& jobs_;
  QListWidget *dates_, *preview_;
  QLineEdit* folder_;
  QLabel* words_;
  QPushButton* run_;
  std::vector<std::pair<ExportFormat, QCheckBox*>> formats_;
};

}  // namespace longview
