#include "app/window/side_panel.h"

#include "viewer/panels/badge.h"
#include "viewer/panels/icons.h"
#include "viewer/scene/colours.h"

namespace longview {

constexpr int open_width = 264, rail_width = 44;

SidePanel::SidePanel(Session& session, QWidget* parent)
    : QStackedWidget(parent), tree_(new StudyTree), layers_(new LayerList), nothing_(new QLabel(tr("No study open."))) {
  auto* open = new QWidget;
  auto* all = new QVBoxLayout(open);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  auto* studies = new QWidget;
  auto* column = new QVBoxLayout(studies);
  column->setContentsMargins(0, 0, 0, 0);
  nothing_->setFont(text_font(13));
  nothing_->setStyleSheet("color:" + colours::text_third.name() + "; padding-left: 34px;");
  column->addWidget(nothing_, 0, Qt::AlignTop);
  column->addWidget(tree_, 1);
  auto* top = new Section("studies", tr("Studies"), studies);
  overlays_ = new Section("overlays", tr("Overlays"), layers_);
  overlays_->set_aside(QString("<a href='colour' style='color:%1;text-decoration:none'>%2 ▾</a>")
                           .arg(colours::text_third.name(), tr("colour by date")));
  connect(overlays_, &Section::link_activated, this, &SidePanel::colour_toggled);
  auto* line = new QFrame;
  line->setFixedHeight(1);
  line->setStyleSheet("background:" + colours::line.name());
  all->addWidget(top, 1);
  all->addWidget(line);
  all->addWidget(overlays_, 0);
  for (Section* section : {top, overlays_}) {
    section->set_folded(session.folded(section->key()));
    connect(section, &Section::fold_changed, this,
            [&session, section](bool folded) { session.set_folded(section->key(), folded); });
  }
  addWidget(open);
  addWidget(build_rail());
  set_folded(false);
  set_study_open(false);
}

QWidget* SidePanel::build_rail() {
  auto* rail = new QWidget;
  auto* column = new QVBoxLayout(rail);
  column->setContentsMargins(8, 8, 8, 8);
  const auto button = [&](const QString& name, const QString& words) {
    auto* made = new QToolButton;
    made->setIcon(icon(name));
    made->setProperty("bare", true);
    made->setFixedSize(28, 28);
    made->setToolTip(words);
    made->setAccessibleName(words);
    connect(made, &QToolButton::clicked, this, &SidePanel::unfold_asked);
    column->addWidget(made);
  };
  button("panel", tr("Show the left panel"));
  button("series", tr("Studies"));
  button("segmentation", tr("Overlays"));
  column->addStretch();
  return rail;
}

void SidePanel::set_study_open(bool open) {
  nothing_->setVisible(!open);
  tree_->setVisible(open);
  overlays_->setVisible(open);
}

void SidePanel::set_colour_words(const QString& words) {
  overlays_->set_aside(QString("<a href='colour' style='color:%1;text-decoration:none'>%2 ▾</a>")
                           .arg(colours::text_third.name(), words));
}

void SidePanel::set_folded(bool folded) {
  setCurrentIndex(folded ? 1 : 0);
  setFixedWidth(folded ? rail_width : open_width);
}

}  // namespace longview
