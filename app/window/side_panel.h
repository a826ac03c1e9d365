// The left side: study tree, overlays below it; folds to a rail of 44 px.
#pragma once

#include <QStackedWidget>

#include "app/window/session.h"
#include "viewer/panels/layers.h"
#include "viewer/panels/section.h"
#include "viewer/panels/study_tree.h"

namespace longview {

class SidePanel : public QStackedWidget {
  Q_OBJECT

 public:
  explicit SidePanel(Session& session, QWidget* parent = nullptr);
  StudyTree* tree() const { return tree_; }
  LayerList* layers() const { return layers_; }
  void set_study_open(bool open);
  void set_colour_words(const QString& words);
  void set_folded(bool folded);
  bool folded() const { return currentIndex() == 1; }

 Q_SIGNALS:
  void unfold_asked();
  void colour_toggled();

 private:
  QWidget* build_rail();
  StudyTree* tree_;
  LayerList* layers_;
  Section* overlays_;
  QLabel* nothing_;
};

}  // namespace longview
