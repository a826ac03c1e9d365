#include "app/cli/console.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

namespace longview {

namespace {
std::stop_source& interruption() {
  static std::stop_source source;
  return source;
}

// Ctrl+C is waited for by a thread of its own: a handler may not call request_stop.
void watch_for_interrupt() {
  static std::once_flag once;
  std::call_once(once, [] {
    sigset_t interrupts;
    sigemptyset(&interrupts);
    sigaddset(&interrupts, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupts, nullptr);
    std::thread([interrupts] {
      int signal = 0;
      sigwait(&interrupts, &signal);
      interruption().request_stop();
      sigwait(&interrupts, &signal);  // asked twice: at once
      _exit(130);
    }).detach();
  });
}

void show(double fraction, const std::string& stage) {
  std::fprintf(stderr, "\r\x1b[2K%3.0f %%  %s", 100 * fraction, stage.c_str());
  std::fflush(stderr);
}
}  // namespace

Progress console_progress() {
  watch_for_interrupt();
  return {isatty(STDERR_FILENO) ? Progress::Listener(show) : nullptr, interruption().get_token()};
}

void end_progress_line() {
  if (isatty(STDERR_FILENO)) std::fputs("\r\x1b[2K", stderr);
}

int become_window(int argc, char** argv) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path window = fs::read_symlink("/proc/self/exe", ignored).parent_path() / "longview-window";
  if (!fs::exists(window, ignored)) {
    std::cerr << "longview: the window's program " << window.string() << " is missing. Install Longview again.\n";
    return 1;
  }
  std::vector<std::string> words;
  bool picture = false;
  for (int i = 1; i < argc; ++i)
    picture |= std::string(argv[i]).starts_with("--screenshot") || std::string(argv[i]).starts_with("--bench");
  const char* platform = std::getenv("QT_QPA_PLATFORM");
  const bool screen = std::getenv("DISPLAY") || std::getenv("WAYLAND_DISPLAY") || platform;
  if (!screen && !picture) {
    std::cerr << "longview: no display to open a window on. Set DISPLAY, or add --screenshot FILE.png for a picture.\n";
    return 1;
  }
  if (!screen) words = {"xvfb-run", "-a", "-s", "-noreset -nolisten tcp -screen 0 3840x2400x24"};
  words.push_back(window.string());
  for (int i = 1; i < argc; ++i) words.emplace_back(argv[i]);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  execvp(pointers[0], pointers.data());
  std::cerr << "longview: " << words[0] << " could not be started"
            << (screen ? "" : "; install the package xvfb for pictures without a display") << ".\n";
  return 1;
}

}  // namespace longview
