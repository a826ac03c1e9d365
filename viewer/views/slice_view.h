// One slice on the screen: paints its place of the model and keeps nothing. Gestures are the grid's.
#pragma once

#include <QWidget>

#include "viewer/views/view_layout.h"
#include "viewer/views/view_model.h"

namespace longview {

class SliceView : public QWidget {
 public:
  SliceView(const ViewModel& model, QWidget* parent);
  // Moves to the place and repaints with the next pass.
  void show_place(const ViewPlace& place);

 protected:
  void paintEvent(QPaintEvent*) override;

 private:
  const ViewModel& model_;  // the grid's
  ViewPlace place_;
};

// "P1, predicted, 2024-07-15, axial, slice 96 of 181".
QString accessible_words(const ViewModel& model, const ViewPlace& place);

}  // namespace longview
