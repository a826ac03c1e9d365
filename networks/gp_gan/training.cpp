#include "networks/gp_gan/training.h"

#include <ATen/Parallel.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <thread>

#include "imaging/core/failure.h"
#include "networks/core/private/device.h"
#include "networks/gp_gan/calibration.h"
#include "networks/gp_gan/card.h"
#include "networks/gp_gan/shipped.h"
#include "networks/gp_gan/simulated_course.h"
#include "networks/gp_gan/trainer.h"
#include "networks/training/course_pool.h"
#include "networks/training/training_log.h"

namespace longview::gp_gan {

namespace {
struct Cohort {
  std::vector<const History*> anatomies;
  std::vector<Course> real;
};

Cohort split(const std::vector<History>& histories, const std::string& hold_out) {
  Cohort cohort;
  for (const History& history : histories) {
    if (history.patient == hold_out || history.timepoints.empty()) continue;
    if (history.timepoints.size() == 1 && history.timepoints.front().lesion_ml == 0) {
      cohort.anatomies.push_back(&history);
    } else if (Course course = course_of(history); course.dates.size() >= 2) {
      cohort.real.push_back(std::move(course));
    }
  }
  if (cohort.anatomies.empty())
    throw Failure("This cohort has no healthy brain to simulate growth in. Add patients of one date without a lesion.");
  return cohort;
}

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// Both files of the model, from what was learned so far.
void write_model(const Shipped& shipped, const Cohort& cohort, const Trainer& trainer, const TrainOptions& options,
                 const Recipe& recipe, std::size_t courses) {
  const std::filesystem::path file = options.out / "weights.safetensors";
  write_weights(file, stored(shipped));
  TrainingFacts facts;
  for (const History* anatomy : cohort.anatomies) facts.anatomies.push_back(patient_key(anatomy->patient));
  for (const Course& course : cohort.real) facts.patients.push_back(patient_key(course.patient));
  facts.courses = courses;
  facts.steps = trainer.steps(1) + trainer.steps(2);
  facts.minutes = trainer.seconds / 60;
  facts.seed = options.seed;
  facts.calibrated = !shipped.calibrations.empty();
  write_card(options.out / "card.json", file, recipe, facts);
}

// Everything that the two learning threads share with the one that watches over them.
struct Learning {
  Trainer& trainer;
  CoursePool& pool;
  const Recipe& recipe;
  TrainingLog& log;
  std::atomic<double> fraction = 0;
  std::atomic<bool> over = false;
  std::mutex mutex;  // of the log and the failure
  std::exception_ptr failure;
};

void learn_stage(Learning& learning, int stage) {
  try {
    at::set_num_threads(1);
    while (!learning.over) {
      if (stage == 2 && learning.fraction < learning.recipe.first_stage_alone) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        continue;
      }
      if (stage == 2) learning.trainer.start_second();
      const StepLosses losses =
          learning.trainer.step(stage, learning.fraction, [&](Draw& draw) { return learning.pool.draw(draw); });
      const std::lock_guard lock(learning.mutex);
      learning.log.add(learning.trainer.steps(stage), learning.trainer.seconds, stage,
                       {{"l1", losses.generator.l1},
                        {"dice", losses.generator.dice},
                        {"growth_dice", losses.generator.growth_dice},
                        {"band", losses.generator.band},
                        {"adversarial", losses.generator.adversarial},
                        {"discriminator", losses.discriminator},
                        {"courses", static_cast<double>(learning.pool.size())}});
    }
  } catch (...) {
    const std::lock_guard lock(learning.mutex);
    learning.failure = std::current_exception();
    learning.over = true;
  }
}

// Both stages in a thread each: two small networks side by side use two cores better than one network on both.
void learn_from_simulations(Learning& learning, const Cohort& cohort, const TrainOptions& options,
                            const Progress& progress) {
  Trainer& trainer = learning.trainer;
  const auto save = [&] {
    trainer.save(options.out / "state.safetensors");
    write_model({trainer.mean_stage(1), trainer.mean_stage(2), {}}, cohort, trainer, options, learning.recipe,
                learning.pool.size());
  };
  const auto fraction = [&] {
    return options.minutes > 0 ? trainer.seconds / (60 * options.minutes)
                               : static_cast<double>(trainer.steps(1)) / static_cast<double>(learning.recipe.steps);
  };
  learning.fraction = fraction();
  double last = now(), saved = last;
  {
    std::jthread first(learn_stage, std::ref(learning), 1), second(learn_stage, std::ref(learning), 2);
    while (!learning.over && learning.fraction < 1) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      {
        const std::lock_guard lock(learning.mutex);
        const double moment = now();
        trainer.seconds += moment - last;
        last = moment;
      }
      learning.fraction = fraction();
      try {
        progress.report(learning.fraction, "Step " + std::to_string(trainer.steps(1)));
      } catch (const Stopped&) {
        learning.over = true;  // saved below, thrown again by check()
      }
      if (now() - saved > learning.recipe.save_every_seconds) {
        save();
        saved = now();
      }
    }
    learning.over = true;
  }
  save();
  if (learning.failure) std::rethrow_exception(learning.failure);
  progress.check();
}

// By fold, as they are shipped.
std::map<std::string, Calibration> calibrations(const Stage& first, const Cohort& cohort, bool bfloat16,
                                                TrainingLog& log, const Progress& progress) {
  std::map<std::string, Calibration> by_key;
  for (const auto& [left_out, c] : calibrate(first, cohort.real, bfloat16, progress)) {
    by_key[left_out == "all" ? left_out : patient_key(left_out)] = c;
    log.note("Calibrated, left out: " + (left_out == "all" ? "none" : left_out) + "; speed " + std::to_string(c.speed) +
             " mm/d, limit " + std::to_string(c.limit_mm) + " mm, gain " + std::to_string(c.gain));
  }
  return by_key;
}
}  // namespace

void train(const std::vector<History>& cohort_histories, const TrainOptions& options, const Recipe& recipe,
           const Progress& progress) {
  std::filesystem::create_directories(options.out);
  keep_freed_memory();
  const ComputePlan plan = compute_plan("cpu", 0);
  const Cohort cohort = split(cohort_histories, options.hold_out);
  TrainingLog log(options.out / "log.txt");
  log.note(std::to_string(cohort.anatomies.size()) + " anatomies, " + std::to_string(cohort.real.size()) +
           " real courses, " + plan.words);
  CoursePool pool(options.out / "courses", recipe.courses, [&](std::uint64_t index, const Progress& part) {
    const History& anatomy = *cohort.anatomies[index % cohort.anatomies.size()];
    return course_of(simulated_history(anatomy, Draw(options.seed, "gp_gan course", index).bits(), part));
  });
  Trainer trainer(options.seed, recipe, plan.bfloat16);
  if (options.resume && std::filesystem::exists(options.out / "state.safetensors"))
    trainer.load(options.out / "state.safetensors");
  pool.wait_for(recipe.courses_at_start, progress.part(0, 0.02));
  Learning learning{trainer, pool, recipe, log, {}, {}, {}, {}};
  learn_from_simulations(learning, cohort, options, progress.part(0.02, 0.9));
  Shipped shipped{trainer.mean_stage(1), trainer.mean_stage(2), {}};
  shipped.calibrations = calibrations(shipped.first, cohort, plan.bfloat16, log, progress.part(0.9, 1));
  write_model(shipped, cohort, trainer, options, recipe, pool.size());
}

}  // namespace longview::gp_gan
