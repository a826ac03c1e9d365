#include "app/window/start_up.h"

#include <sys/stat.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>
#include <cerrno>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/window/main_window.h"
#include "app/window/scene_steps.h"
#include "app/window/theme.h"
#include "viewer/views/benchmark.h"
#include "viewer/views/prepare_application.h"

namespace longview {
namespace {

struct Arguments {
  std::string study, select, layout, model, screenshot, size = "1920x1200", bench;
  std::string sex, map;
  double horizon = 90;
  std::optional<double> age_years;
  bool demo = false, hold_back = false;
};

int fail(const QString& sentence) {
  std::fprintf(stderr, "%s\n", qPrintable(sentence));
  return 1;
}

std::optional<QSize> size_from(const std::string& text) {
  int width = 0, height = 0;
  if (std::sscanf(text.c_str(), "%dx%d", &width, &height) != 2) return std::nullopt;
  if (width < 640 || height < 480 || width > 16000 || height > 16000) return std::nullopt;
  return QSize(width, height);
}

std::optional<Layout> layout_from(const std::string& text) {
  if (text == "compare") return Layout::compare;
  if (text == "planes") return Layout::planes_and_3d;
  if (text == "single") return Layout::single;
  if (text == "3d") return Layout::side_by_side_3d;
  return std::nullopt;
}

// Runs the event loop until `done`, or a refusal, or the time is over.
bool wait_for(const MainWindow& window, const std::function<bool()>& done, int seconds) {
  QElapsedTimer clock;
  clock.start();
  while (clock.elapsed() < 1000 * seconds) {
    QApplication::processEvents(QEventLoop::AllEvents, 50);
    if (!window.last_refusal().isEmpty()) return false;
    if (done()) return true;
  }
  return false;
}

// The date named by its badge ("P1"), its ISO date or its session.
int date_named(const Study& study, const std::string& name) {
  for (std::size_t i = 0; i < study.timepoints.size(); ++i) {
    const Timepoint& timepoint = study.timepoints[i];
    if (badge(study, i) == name || timepoint.session == name || (timepoint.date && iso(*timepoint.date) == name))
      return static_cast<int>(i);
  }
  return -1;
}

// What the arguments ask to be shown, once everything is there. Returns a sentence if that cannot be.
QString show_wanted(MainWindow& window, const Arguments& wanted) {
  const Study& study = *window.document().study;
  Scene scene = window.scene();
  if (!wanted.select.empty()) {
    scene.timepoint = date_named(study, wanted.select);
    if (scene.timepoint < 0) {
      QStringList names;
      for (std::size_t i = 0; i < study.timepoints.size(); ++i) names << QString::fromStdString(badge(study, i));
      return QObject::tr("No date %1 in this study; there are %2.")
          .arg(QString::fromStdString(wanted.select), names.join(", "));
    }
  } else if (!wanted.model.empty()) {
    for (std::size_t i = 0; i < study.timepoints.size(); ++i) {
      const Timepoint& date = study.timepoints[i];
      const bool backtest = date.kind == TimepointKind::backtest;
      if (date.provenance && date.provenance->model == wanted.model && backtest == wanted.hold_back)
        scene.timepoint = static_cast<int>(i);
    }
  }
  if (const auto point = largest_lesion_slice(study.timepoints[static_cast<std::size_t>(scene.timepoint)]))
    scene.cursor = *point;
  if (!wanted.map.empty()) scene.overlays.map = wanted.model + "/" + wanted.map;
  window.set_scene(scene);
  static const std::pair<Layout, const char*> actions[] = {{Layout::compare, "layout-compare"},
                                                           {Layout::planes_and_3d, "layout-planes3d"},
                                                           {Layout::single, "layout-single"},
                                                           {Layout::side_by_side_3d, "layout-3d"}};
  const auto layout = layout_from(wanted.layout.empty() ? "planes" : wanted.layout);
  for (const auto& [known, action] : actions)
    if (known == *layout) window.actions()[action]->trigger();
  return {};
}

void start_work(MainWindow& window, const Arguments& wanted) {
  window.flow().set_person(wanted.age_years, wanted.sex);
  if (wanted.demo)
    window.open_demo();
  else if (!wanted.study.empty())
    window.open(QString::fromStdString(wanted.study));
  if (wanted.model.empty()) return;
  // The flow waits by itself until the dates are aligned.
  QObject::connect(&window.flow(), &StudyFlow::opened, &window, [&window, wanted] {
    PredictRequest request;
    request.model = wanted.model;
    request.horizon_days = wanted.horizon;
    if (wanted.hold_back)
      window.flow().hold_back(request);
    else
      window.flow().predict(request, true);
  });
}

int take_screenshot(MainWindow& window, const Arguments& wanted) {
  constexpr int longest_s = 1800;
  if (wanted.study.empty() && !wanted.demo) {
    wait_for(
        window, [&] { return window.settled(); }, 60);
  } else {
    const bool there = wait_for(
        window, [&] { return window.document().aligned && window.settled(); }, longest_s);
    if (!there && window.last_refusal().isEmpty())
      return fail(QObject::tr("The window did not settle in half an hour."));
    if (!there) return fail(window.last_refusal());
    if (const QString why = show_wanted(window, wanted); !why.isEmpty()) return fail(why);
    wait_for(
        window, [&] { return window.settled(); }, 300);
  }
  // Two more passes, so that the last layout and the surfaces are drawn.
  for (int i = 0; i < 10; ++i) QApplication::processEvents(QEventLoop::AllEvents, 50);
  if (!window.last_refusal().isEmpty()) return fail(window.last_refusal());
  const QString file = QString::fromStdString(wanted.screenshot);
  if (!window.grab().save(file, "PNG")) return fail(QObject::tr("%1 could not be written.").arg(file));
  return 0;
}

// Without a login there is none, and Qt would say so on stderr where only our own sentences belong.
void name_runtime_folder() {
  if (!qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR")) return;
  const std::string folder = "/tmp/longview-" + std::to_string(getuid());
  if (mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) qputenv("XDG_RUNTIME_DIR", folder.c_str());
}

int run_bench(const std::string& name) {
  try {
    const ViewBenchmark result = run_view_benchmark(name);
    const nlohmann::json json{{"name", result.name},
                              {"fps", result.fps},
                              {"slowest_ms", result.slowest_ms},
                              {"refined_ms", result.refined_ms},
                              {"width", result.width},
                              {"height", result.height},
                              {"views", result.views},
                              {"threads", result.threads},
                              {"renderer", result.renderer}};
    std::printf("%s\n", json.dump().c_str());
    return 0;
  } catch (const std::exception& problem) {
    return fail(problem.what());
  }
}

// 0 to go on, else the exit code plus one.
int parse(int argc, char** argv, Arguments& wanted) {
  CLI::App app{"Longview: follow-up scans and the scan that comes next. Research use, not for diagnosis."};
  app.add_option("study", wanted.study, "Folder of one patient's scans");
  app.add_option("--select", wanted.select, "Date to show: badge (P1), ISO date or session");
  app.add_option("--layout", wanted.layout, "compare, planes, single or 3d");
  app.add_option("--model", wanted.model, "Predict with this model and back-test it");
  app.add_option("--horizon", wanted.horizon, "Days from the last date to the predicted one");
  app.add_option("--age", wanted.age_years, "The patient's age in years at the first date, instead of the scans'");
  app.add_option("--sex", wanted.sex, "F or M, instead of the scans'")->check(CLI::IsMember({"F", "M"}));
  app.add_option("--map", wanted.map, "Show this map of the model over its scan: z, residual, change");
  app.add_option("--screenshot", wanted.screenshot, "Write the window to this PNG and end");
  app.add_option("--size", wanted.size, "Size of the window, WIDTHxHEIGHT");
  app.add_flag("--hold-back", wanted.hold_back, "Keep the last date from the model and show it as the truth");
  app.add_flag("--demo", wanted.demo, "Open the demo study");
  app.add_option("--bench", wanted.bench, "scroll, scroll-3x3 or rotate: frames a second as JSON");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) + 1;
  }
  return 0;
}

}  // namespace

int start_window(int argc, char** argv) {
  Arguments wanted;
  if (const int ended = parse(argc, argv, wanted); ended != 0) return ended - 1;
  const auto size = size_from(wanted.size);
  if (!size) return fail("--size must be WIDTHxHEIGHT with at least 640x480, such as 1920x1200.");
  if (!wanted.layout.empty() && !layout_from(wanted.layout))
    return fail(QString("--layout %1 is unknown; it is compare, planes, single or 3d.").arg(wanted.layout.c_str()));
  if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
      qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
    return fail("There is no display. Run under xvfb-run, or use the command line: longview --help.");
  name_runtime_folder();
  prepare_application();
  QApplication application(argc, argv);
  QApplication::setApplicationName("Longview");
  QApplication::setApplicationVersion(LONGVIEW_VERSION);
  apply_theme(application);
  if (!wanted.bench.empty()) return run_bench(wanted.bench);
  Session session(wanted.screenshot.empty());
  MainWindow window(session);
  window.resize(*size);
  window.show();
  start_work(window, wanted);
  if (!wanted.screenshot.empty()) return take_screenshot(window, wanted);
  if (!wanted.layout.empty() || !wanted.select.empty())
    QObject::connect(&window.flow(), &StudyFlow::opened, &window, [&] {
      QTimer::singleShot(0, &window, [&] {
        if (const QString why = show_wanted(window, wanted); !why.isEmpty()) fail(why);
      });
    });
  return QApplication::exec();
}

}  // namespace longview
