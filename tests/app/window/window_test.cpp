// The whole window on a small study: open, align, predict, cancel, export, refuse.
#include "app/window/main_window.h"

#include <gtest/gtest.h>

#include <QLabel>

#include <QDockWidget>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <fstream>

#include "app/window/banner.h"
#include "app/window/export_dialog.h"
#include "app/window/inspector.h"
#include "app/window/predict_dialog.h"
#include "app/window/scene_steps.h"
#include "app/window/send_dialog.h"
#include "imaging/core/failure.h"
#include "tests/app/window/small_study.h"
#include "viewer/panels/study_tree.h"
#include "viewer/panels/time_axis.h"
#include "viewer/views/view_grid.h"

namespace longview {
namespace {

using testing::path_of;
using testing::wait_until;
using testing::write_small_study;

class Window : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(folder_.isValid());
    window_.resize(1440, 900);
    window_.show();
  }
  void open_small_study(int masks = 2) {
    write_small_study(path_of(folder_), masks);
    window_.open(folder_.path());
    ASSERT_TRUE(wait_until([&] { return settled() && window_.document().aligned; }))
        << window_.last_refusal().toStdString();
  }
  // Amber pixels of the views, as they are on the screen.
  int amber_in_views() {
    wait_until([&] { return window_.settled(); });
    const QImage picture = window_.findChild<ViewGrid*>()->picture(-1, true);
    int amber = 0;
    for (int y = 0; y < picture.height(); ++y)
      for (int x = 0; x < picture.width(); ++x) {
        const QColor colour = picture.pixelColor(x, y);
        amber += colour.red() > 200 && colour.green() > 120 && colour.green() < 190 && colour.blue() < 120;
      }
    return amber;
  }
  // For a person to look at: $LONGVIEW_PICTURES names a folder.
  void keep_picture(const QString& name) {
    wait_until([&] { return window_.settled(); });
    QTest::qWait(200);
    if (qEnvironmentVariableIsEmpty("LONGVIEW_PICTURES")) return;
    window_.grab().save(qEnvironmentVariable("LONGVIEW_PICTURES") + "/" + name);
  }
  bool settled() { return window_.jobs().idle() || !window_.last_refusal().isEmpty(); }

  QTemporaryDir folder_;
  Session session_{false};
  MainWindow window_{session_};
};

TEST_F(Window, ShowsTheDatesOfAStudyInTreeAxisAndViews) {
  open_small_study();
  const auto* axis = window_.findChild<TimeAxis*>();
  ASSERT_EQ(axis->marks().size(), 2u);
  EXPECT_EQ(axis->marks()[1].badge, "A2");
  EXPECT_EQ(axis->marks()[1].interval, "+60 d");
  EXPECT_EQ(window_.findChild<StudyTree*>()->rows()->rowCount(), 2);
  EXPECT_EQ(window_.scene().timepoint, 1);
  EXPECT_FALSE(window_.findChild<ViewGrid*>()->places().views.empty());
  ASSERT_EQ(window_.document().numbers.size(), 2u);
  EXPECT_NEAR(*window_.document().numbers[1].volume_ml, testing::lesion_ml(12), 1e-6);
}

TEST_F(Window, RefusesAFolderThatIsNotThereInASentence) {
  window_.open("/nowhere/at/all");
  ASSERT_TRUE(wait_until([&] { return !window_.last_refusal().isEmpty(); }, 10000));
  EXPECT_TRUE(window_.last_refusal().contains("/nowhere/at/all"));
  EXPECT_TRUE(window_.last_refusal().endsWith('.'));
  EXPECT_EQ(window_.document().study, nullptr);
}

TEST_F(Window, KeepsTheOpenStudyWhenTheNextOneIsRefused) {
  open_small_study();
  window_.open("/nowhere/at/all");
  ASSERT_TRUE(wait_until([&] { return !window_.last_refusal().isEmpty(); }, 10000));
  ASSERT_NE(window_.document().study, nullptr);
  EXPECT_EQ(window_.document().study->timepoints.size(), 2u);
  EXPECT_TRUE(window_.findChild<Banner*>()->words().contains("/nowhere/at/all"));
}

TEST_F(Window, PredictsAndBackTestsAndExportsWhatCameOut) {
  open_small_study();
  PredictRequest request;
  request.model = "nothing-changes";
  request.horizon_days = 30;
  window_.flow().predict(request, true);
  ASSERT_TRUE(wait_until([&] { return settled() && window_.document().backtest.has_value(); }, 200000))
      << window_.last_refusal().toStdString();
  const Document& document = window_.document();
  ASSERT_EQ(document.study->timepoints.size(), 4u);
  EXPECT_EQ(badge(*document.study, 3), "P1");
  EXPECT_EQ(document.study->timepoints[3].kind, TimepointKind::predicted);
  // Nothing changes: what is predicted is the last lesion.
  EXPECT_NEAR(*document.numbers[3].volume_ml, *document.numbers[1].volume_ml, 0.05);
  EXPECT_EQ(document.backtest->target, "ses-02");
  EXPECT_GT(document.backtest->methods.at("nothing-changes").dice, 0.2);
  // On arrival nothing jumps.
  EXPECT_EQ(document.study->timepoints[static_cast<std::size_t>(window_.scene().timepoint)].session, "ses-02");
  EXPECT_TRUE(window_.findChild<Banner*>()->words().contains("P1"));

  // In the picture amber stands for predicted: the frame and its plate come with P1 and go with A2.
  const int before = amber_in_views();
  window_.set_scene(with_date(window_.scene(), 3));
  const int after = amber_in_views();
  EXPECT_GT(after, before + 2000);
  keep_picture("predicted.png");
  window_.actions()["layout-compare"]->trigger();
  keep_picture("compare.png");
  EXPECT_EQ(window_.findChild<ViewGrid*>()->places().headers.size(), 4u);

  ExportDialog dialog(document, window_.jobs());
  const std::filesystem::path out = path_of(folder_) / "out";
  dialog.set_folder(QString::fromStdString(out.string()));
  ASSERT_EQ(dialog.parts().size(), 1u);
  EXPECT_EQ(dialog.parts()[0].request.review, "not reviewed");
  bool done = false;
  QString failed;
  QObject::connect(&dialog, &ExportDialog::done, [&] { done = true; });
  QObject::connect(&dialog, &ExportDialog::failed, [&](const QString& words) { failed = words; });
  dialog.run();
  ASSERT_TRUE(wait_until([&] { return done || !failed.isEmpty(); }));
  EXPECT_TRUE(done) << failed.toStdString();
  EXPECT_TRUE(std::filesystem::exists(dialog.parts()[0].request.folder / "labels.nii.gz"));
  EXPECT_TRUE(std::filesystem::exists(dialog.parts()[0].request.folder / "segmentation.dcm"));
}

TEST_F(Window, CancelsALongJobWithinASecondAndChangesNothing) {
  open_small_study();
  const auto before = window_.document().study;
  PredictRequest request;
  request.model = "nothing-changes";
  window_.flow().predict(request, false);
  ASSERT_TRUE(wait_until([&] { return !window_.jobs().list().empty() && window_.jobs().list()[0].running; }, 10000));
  QElapsedTimer clock;
  clock.start();
  window_.actions()["cancel_job"]->trigger();
  ASSERT_TRUE(wait_until([&] { return window_.jobs().idle(); }, 1000));
  EXPECT_LT(clock.elapsed(), 1000);
  wait_until([] { return false; }, 500);
  EXPECT_EQ(window_.document().study, before);
  EXPECT_EQ(window_.document().history, nullptr);
}

TEST_F(Window, ShowsFitAndRefusalOfEveryModelInThePredictDialog) {
  open_small_study();
  PredictDialog dialog(window_.flow(), window_.jobs(), 90);
  auto* run = dialog.findChild<QPushButton*>("run");
  EXPECT_FALSE(run->isEnabled());
  EXPECT_FALSE(dialog.reason().isEmpty());
  ASSERT_TRUE(wait_until([&] { return dialog.checked() || !window_.last_refusal().isEmpty(); }, 200000))
      << window_.last_refusal().toStdString();
  dialog.choose("nothing-changes");
  EXPECT_TRUE(dialog.reason().isEmpty()) << dialog.reason().toStdString();
  EXPECT_TRUE(run->isEnabled());
  EXPECT_EQ(dialog.request().model, "nothing-changes");
  if (!qEnvironmentVariableIsEmpty("LONGVIEW_PICTURES")) {
    dialog.resize(1040, 640);
    dialog.choose("gp-gan");
    dialog.show();
    QTest::qWait(200);
    dialog.grab().save(qEnvironmentVariable("LONGVIEW_PICTURES") + "/predict.png");
  }
  dialog.set_horizon(45);
  ASSERT_TRUE(wait_until([&] { return window_.jobs().idle(); }));
  EXPECT_EQ(dialog.request().horizon_days, 45);
}

TEST_F(Window, DropsALesionProposalThatIsDiscarded) {
  open_small_study(1);
  const auto before = window_.document().study;
  window_.flow().propose_lesion({24, 8, 12});
  ASSERT_TRUE(wait_until([&] { return window_.document().proposal || !window_.last_refusal().isEmpty(); }))
      << window_.last_refusal().toStdString();
  ASSERT_NE(window_.document().proposal, nullptr) << window_.last_refusal().toStdString();
  EXPECT_TRUE(before->timepoints[1].masks.empty());
  EXPECT_FALSE(window_.document().proposal->timepoints[1].masks.empty());
  window_.flow().discard_proposal();
  EXPECT_EQ(window_.document().study, before);
  EXPECT_EQ(window_.document().proposal, nullptr);
}

TEST_F(Window, DoesNotStealKeysFromAField) {
  open_small_study();
  QLineEdit field(&window_);
  field.show();
  field.setFocus();
  QTest::keyClicks(&field, "xc1l");
  EXPECT_EQ(field.text(), "xc1l");
  EXPECT_TRUE(window_.scene().linked);
}

TEST_F(Window, TakesBackAndRepeatsWhatTheSceneDid) {
  open_small_study();
  window_.actions()["layout-single"]->trigger();
  EXPECT_EQ(window_.scene().layout, Layout::single);
  window_.actions()["undo"]->trigger();
  EXPECT_EQ(window_.scene().layout, Layout::planes_and_3d);
  window_.actions()["redo"]->trigger();
  EXPECT_EQ(window_.scene().layout, Layout::single);
}

TEST_F(Window, HidesThePatientEverywhereOnDemand) {
  open_small_study();
  EXPECT_TRUE(window_.windowTitle().contains("small"));
  window_.actions()["hide_patient"]->trigger();
  EXPECT_FALSE(window_.windowTitle().contains("small"));
  for (const QLabel* label : window_.findChildren<QLabel*>())
    EXPECT_FALSE(label->text().contains("sub-small")) << label->text().toStdString();
}

TEST_F(Window, GivesEveryControlAName) {
  open_small_study();
  for (const QWidget* widget : window_.findChildren<QWidget*>()) {
    if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || widget->inherits("QScrollArea")) continue;
    QString name = widget->accessibleName();
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget); button && name.isEmpty())
      name = button->text();
    if (widget->inherits("QDockWidget") || widget->inherits("QToolBar") || widget->inherits("QMenuBar")) continue;
    EXPECT_FALSE(name.isEmpty()) << widget->metaObject()->className() << " " << widget->objectName().toStdString();
  }
}

TEST_F(Window, TellsADeadPacsInASentence) {
  open_small_study();
  SendDialog dialog(window_.document(), session_, window_.jobs());
  dialog.set_node("NOBODY@127.0.0.1:1");
  dialog.test();
  ASSERT_TRUE(wait_until([&] { return window_.jobs().idle(); }, 20000));
  EXPECT_TRUE(dialog.words().contains("NOBODY") || dialog.words().contains("127.0.0.1"))
      << dialog.words().toStdString();
  dialog.set_node("nonsense");
  dialog.test();
  ASSERT_TRUE(wait_until([&] { return window_.jobs().idle(); }, 20000));
  EXPECT_TRUE(dialog.words().contains("@")) << dialog.words().toStdString();
}

}  // namespace
}  // namespace longview
