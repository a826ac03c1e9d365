#include "networks/personal_wgan/learned.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>

#include "networks/core/private/side_by_side.h"
#include "networks/personal_wgan/trainer.h"

namespace longview::personal_wgan {

namespace {
using Clock = std::chrono::steady_clock;

constexpr int unchanged_pairs = 2;      // of each date, to learn from
constexpr double allowed_share = 1e-3;  // of the brain's voxels, where nothing changed
constexpr std::int64_t timed_steps = 4, fewest_steps = 20;
constexpr double preview_seconds = 60;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

ScanPair unchanged_pair(const PairedScan& date, const ScanPair& pair, std::uint64_t seed) {
  return scan_pair_on(pair.grid, date, scanned_again(date, seed));
}

// Seconds that a step takes, after one that warms up.
double step_seconds(const ScanPair& pair, const std::vector<ScanPair>& unchanged, const Recipe& recipe) {
  Recipe usual = recipe;
  usual.first_critic_steps = usual.critic_steps;
  Trainer trainer(pair, unchanged, 0, usual);
  trainer.step();
  const auto start = Clock::now();
  for (std::int64_t i = 0; i < timed_steps; ++i) trainer.step();
  return seconds_since(start) / static_cast<double>(timed_steps);
}

std::int64_t steps_within(double seconds, double step) {
  return std::max(fewest_steps, static_cast<std::int64_t>(seconds / step));
}
}  // namespace

FoundChange with_threshold(const at::Tensor& map, const ScanPair& pair, const std::vector<at::Tensor>& nulls) {
  FoundChange found;
  found.map = map;
  const at::Tensor values = map.masked_select(pair.ordinary);
  const double noise = 1.4826 * (values - values.median()).abs().median().item<double>();
  found.threshold = 3 * noise;
  found.rule = "3 deviations of the map's noise in the brain; no null run was made.";
  if (nulls.empty()) return found;
  std::vector<at::Tensor> all;
  for (const at::Tensor& null : nulls) all.push_back(null.masked_select(pair.brain).abs());
  const at::Tensor sizes = std::get<0>(at::cat(all).sort());
  const auto rank = static_cast<std::int64_t>((1 - allowed_share) * static_cast<double>(sizes.size(0) - 1));
  found.threshold = std::max(found.threshold, sizes[rank].item<double>());
  found.rule =
      "The larger of 3 deviations of the map's noise in the brain and what one voxel of a thousand reaches in null "
      "runs: "
      "a date against itself, moved, noised and re-windowed.";
  double ml = 0, share = 0;
  for (const at::Tensor& null : nulls) {
    const ChangeVolumes volumes = volumes_of(marked_change(null, pair.brain, found.threshold), pair.grid);
    ml += (volumes.increase_ml + volumes.decrease_ml) / static_cast<double>(nulls.size());
  }
  share = 100 * (sizes > found.threshold).to(at::kFloat).mean().item<double>();
  found.false_alarm_ml = ml;
  found.false_alarm_percent = share;
  return found;
}

Learned learn(const ScanPair& pair, const PairedScan& before, const PairedScan& after, const LearnOptions& options,
              const Progress& progress) {
  const auto start = Clock::now();
  progress.report(0, "Scanning again what did not change");
  // Learned from by all trainings; the null runs' own pairs come from other seeds.
  std::vector<ScanPair> unchanged, null_pairs;
  for (int i = 0; i < 2 * unchanged_pairs; ++i) {
    progress.check();
    unchanged.push_back(
        unchanged_pair(i % 2 ? after : before, pair, 1000 * options.seed + static_cast<std::uint64_t>(i)));
  }
  for (int i = 0; i < options.nulls; ++i) {
    progress.check();
    null_pairs.push_back(
        unchanged_pair(i % 2 ? after : before, pair, 1000 * options.seed + 500 + static_cast<std::uint64_t>(i)));
  }
  at::set_num_threads(1);
  const int count = options.seeds + options.nulls, threads = std::max(1, std::min(options.threads, count));
  const int rounds = (count + threads - 1) / threads;
  Learned learned;
  learned.steps = options.steps;
  double step = 0;
  if (learned.steps == 0) {
    step = step_seconds(pair, unchanged, options.recipe);
    learned.steps = steps_within((60 * options.minutes - seconds_since(start)) / rounds, step);
  }
  const std::int64_t shown_at =
      step > 0 ? std::min(learned.steps / 2, static_cast<std::int64_t>(preview_seconds / step)) : learned.steps / 2;

  std::atomic<std::int64_t> done = 0;
  const double all = static_cast<double>(count) * static_cast<double>(learned.steps);
  const auto run = [&](std::size_t i) {
    const bool null = i >= static_cast<std::size_t>(options.seeds);
    const ScanPair& shown = null ? null_pairs[i - static_cast<std::size_t>(options.seeds)] : pair;
    Trainer trainer(shown, unchanged, options.seed + i, options.recipe);
    while (trainer.steps() < learned.steps) {
      trainer.step();
      progress.report(0.02 + 0.96 * static_cast<double>(++done) / all, "Learning from this patient");
      if (i == 0 && options.preview && trainer.steps() == shown_at)
        options.preview(with_threshold(trainer.map(), pair, {}));
    }
    return trainer.map();
  };
  side_by_side(static_cast<std::size_t>(count), threads, run, [&](std::size_t i, const at::Tensor& map) {
    (i < static_cast<std::size_t>(options.seeds) ? learned.maps : learned.nulls).push_back(map);
  });
  const at::Tensor maps = at::stack(learned.maps);
  learned.null_pairs = std::move(null_pairs);
  learned.spread = maps.std(0, false);
  learned.found = with_threshold(maps.mean(0), pair, learned.nulls);
  return learned;
}

}  // namespace longview::personal_wgan
