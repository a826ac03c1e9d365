#include "networks/brain_stat_trans_gan/training.h"

#include <ATen/Parallel.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "imaging/core/failure.h"
#include "networks/core/private/device.h"
#include "networks/training/atrophied.h"
#include "networks/training/training_log.h"

namespace longview::brain_stat_trans_gan {

namespace {
// Seconds that this process has computed: with one thread that is the time of one core, however busy the machine is.
double now() {
  timespec moment{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &moment);
  return static_cast<double>(moment.tv_sec) + 1e-9 * static_cast<double>(moment.tv_nsec);
}

// A brain and what takes its places back from a loss of recipe.field_loss percent; undefined where it is a patient as
// it is.
struct Person {
  TrainingBrain brain;
  at::Tensor to_healthy;
};

// Both sides of the status. Simulated patients are the healthy people.
struct People {
  std::vector<Person> healthy, patients;
};

at::Tensor kept_field(const TrainingBrain& brain, const std::filesystem::path& folder, const Recipe& recipe,
                      const Progress& progress) {
  const std::filesystem::path file = folder / (anonymous_key(brain.patient) + ".safetensors");
  Parameters part;
  const at::Tensor field = part.keep("to_healthy", at::zeros({1, 3, 76, 94, 76}));
  if (std::filesystem::exists(file)) {
    load_parameters(part, "", read_weights(file));
    return field;
  }
  at::Tensor target = field;
  target.copy_(atrophy_field(brain, -recipe.field_loss, progress).to_healthy);
  StoredWeights stored;
  store_parameters(part, "", "F16", stored);
  write_weights(file, stored);
  return field;
}

// Brain and mask, [1, 1, 76, 94, 76] each, as the networks see this person at one showing.
std::pair<at::Tensor, at::Tensor> showing(const Person& person, bool patient, const Recipe& recipe, Draw& draw) {
  const bool simulated = recipe.status == Status::simulated_atrophy;
  const double loss = patient && simulated ? draw.uniform(recipe.least_loss, recipe.most_loss) : 0;
  const double times = std::log(1 - loss / 100) / std::log(1 - recipe.field_loss / 100);
  const at::Tensor through = simulated ? repeated(person.to_healthy, times) : at::zeros({1, 3, 76, 94, 76});
  const auto seen = jittered({person.brain.scaled(person.brain.image), person.brain.floats(person.brain.mask)},
                             recipe.jitter, draw, through);
  return {shown(seen[0] * (1 + 0.04 * draw.normal())).clamp(0, 1), (seen[1] > 0.5).to(at::kFloat)};
}

Batch drawn(const People& people, const Recipe& recipe, Draw& draw) {
  std::vector<at::Tensor> brains, masks;
  std::vector<std::int64_t> status;
  for (int i = 0; i < recipe.batch; ++i) {
    const bool patient = i % 2 == 1;
    const std::vector<Person>& side = patient ? people.patients : people.healthy;
    const auto [brain, mask] =
        showing(side[static_cast<std::size_t>(draw.whole(std::ssize(side)))], patient, recipe, draw);
    brains.push_back(brain);
    masks.push_back(mask);
    status.push_back(patient);
  }
  return {at::cat(brains, 0), at::cat(masks, 0), at::tensor(status, at::kLong)};
}

// A simulated patient is everyone; an older one is who is old enough, and those between are left out.
void sort_into(People& people, const Person& person, const Recipe& recipe) {
  const bool simulated = recipe.status == Status::simulated_atrophy;
  if (simulated || person.brain.age_years <= younger_until_years) people.healthy.push_back(person);
  if (simulated || person.brain.age_years >= older_from_years) people.patients.push_back(person);
}

// Who cannot be simulated as a patient is left out, and the log says so.
std::vector<Person> people_of(const std::vector<TrainingBrain>& brains, const TrainOptions& options,
                              const Recipe& recipe, TrainingLog& log, const Progress& progress) {
  std::vector<Person> people;
  if (recipe.status == Status::older_age) {
    for (const TrainingBrain& brain : brains) people.push_back({brain, {}});
    return people;
  }
  std::filesystem::create_directories(options.out / "fields");
  for (const TrainingBrain& brain : brains) {
    const double n = static_cast<double>(brains.size()), at = static_cast<double>(&brain - brains.data());
    try {
      people.push_back(
          {brain, kept_field(brain, options.out / "fields", recipe, progress.part(at / n, (at + 1) / n, "Patients"))});
    } catch (const Failure& failure) {
      log.note("left out: " + brain.patient + ": " + failure.what());
    }
  }
  return people;
}

template <class N>
void copy(const N& from, const N& to) {
  at::NoGradGuard no_gradient;
  for (std::size_t i = 0; i < from.parameters().items.size(); ++i) {
    at::Tensor target = to.parameters().items[i].second;
    target.copy_(from.parameters().items[i].second);
  }
}
template <class N>
void copy_statistics(const N& from, const N& to) {
  for (std::size_t i = 0; i < from.statistics().items.size(); ++i) {
    at::Tensor target = to.statistics().items[i].second;
    target.copy_(from.statistics().items[i].second);
  }
}

Shipped shipped_of(Trainer& trainer) {
  Shipped shipped;
  copy(trainer.generator(), shipped.generator);
  copy_statistics(trainer.generator(), shipped.generator);
  copy(trainer.status().front(), shipped.status);
  copy_statistics(trainer.status().front(), shipped.status);
  copy(trainer.independent(), shipped.independent);
  copy(trainer.rmfn(), shipped.rmfn);
  copy_statistics(trainer.rmfn(), shipped.rmfn);
  return shipped;
}

void calibrate(Shipped& shipped, const People& people, const Recipe& recipe, std::uint64_t seed) {
  at::NoGradGuard no_gradient;
  const auto differences = [&](const std::vector<Person>& side, bool patient) {
    std::vector<double> all;
    for (std::size_t i = 0; i < side.size(); ++i)
      for (std::uint64_t round = 0; round < 2; ++round) {
        Draw draw(seed, "brain_stat_trans_gan calibration", 2 * i + patient, round);
        all.push_back(rmfn_difference(shipped, showing(side[i], patient, recipe, draw).first));
      }
    return all;
  };
  std::tie(shipped.slope, shipped.offset) =
      calibrated(differences(people.patients, true), differences(people.healthy, false));
}

Normative usual_intensities(const std::vector<Person>& people) {
  std::vector<HealthyResidual> healthy;
  at::Tensor inside = at::zeros({76, 94, 76});
  for (const Person& person : people) {
    const at::Tensor image = shown(person.brain.scaled(person.brain.image)).view({76, 94, 76});
    healthy.push_back({person.brain.age_years, person.brain.female, -image});
    inside += person.brain.mask;
  }
  return fit_normative(healthy, (inside > 0.5 * static_cast<double>(people.size())).to(at::kFloat));
}

// One step of what is due at `fraction` of the time.
Told step(Trainer& trainer, const People& people, const Recipe& recipe, double fraction, std::uint64_t seed) {
  Draw draw(seed, "brain_stat_trans_gan step", static_cast<std::uint64_t>(trainer.steps));
  const double generator_end = recipe.status_share + recipe.generator_share;
  const bool status = fraction < recipe.status_share, generator = !status && fraction < generator_end;
  const double share = (fraction - recipe.status_share) / recipe.generator_share;
  Batch batch = drawn(people, recipe, draw);
  if (status) return trainer.learn_status(batch, fraction / recipe.status_share);
  if (!generator) return trainer.learn_rmfn(batch, (fraction - generator_end) / (1 - generator_end));
  const EpochPlan plan = plan_at(recipe.schedule, share);
  if (!plan.status) {  // healthy ones only: every other of the batch
    const at::Tensor healthy = at::arange(0, recipe.batch, 2, at::kLong);
    batch = {batch.brain.index_select(0, healthy), batch.mask.index_select(0, healthy),
             batch.status.index_select(0, healthy)};
  }
  return trainer.learn_generator(batch, plan, share);
}
}  // namespace

double rmfn_difference(const Shipped& shipped, const at::Tensor& brain) {
  at::NoGradGuard no_gradient;
  const at::Tensor residual = shipped.generator(brain) - brain;
  const at::Tensor logits = shipped.rmfn(residual, shipped.status.features(brain));
  return (logits[0][1] - logits[0][0]).item<double>();
}

std::pair<double, double> calibrated(const std::vector<double>& patients, const std::vector<double>& healthy) {
  constexpr double held_down = 0.05;
  double slope = 0, offset = 0;
  for (int round = 0; round < 50; ++round) {
    double gs = -held_down * slope, go = 0, hss = held_down, hso = 0, hoo = 1e-9;
    const auto add = [&](double x, double y) {
      const double p = 1 / (1 + std::exp(-(slope * x + offset))), w = p * (1 - p);
      gs += (y - p) * x, go += y - p;
      hss += w * x * x, hso += w * x, hoo += w;
    };
    for (const double x : patients) add(x, 1);
    for (const double x : healthy) add(x, 0);
    const double determinant = hss * hoo - hso * hso;
    if (determinant < 1e-12) break;
    slope += (hoo * gs - hso * go) / determinant;
    offset += (hss * go - hso * gs) / determinant;
  }
  return {slope, offset};
}

void train_on(const std::vector<TrainingBrain>& brains, const TrainOptions& options, const Recipe& recipe,
              const Progress& progress) {
  std::filesystem::create_directories(options.out);
  keep_freed_memory();
  at::set_num_threads(1);
  TrainingLog log(options.out / "log.txt", 20);
  std::vector<TrainingBrain> sorted = brains;
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.patient < b.patient; });
  People learned, others;
  TrainingFacts facts;
  std::size_t place = 0;
  for (const Person& person : people_of(sorted, options, recipe, log, progress.part(0, 0.15))) {
    const bool calibrates = place++ % 6 == 5;
    sort_into(calibrates ? others : learned, person, recipe);
    (calibrates ? facts.calibrated : facts.learned).push_back(person.brain.patient);
  }
  for (const People* people : {&learned, &others})
    if (people->healthy.empty() || people->patients.empty())
      throw Failure(
          "There are too few brains with labels: six healthy ones are needed at least, and for age as a status "
          "six of each side.");
  const ComputePlan plan = compute_plan("cpu", 1);
  Trainer trainer(options.seed, recipe, plan.bfloat16);
  const std::filesystem::path state = options.out / "state.safetensors";
  if (options.resume && std::filesystem::exists(state)) trainer.load(state);
  const double minutes = options.minutes > 0 ? options.minutes : recipe.minutes;
  double last = now(), saved = last;
  while (trainer.seconds < 60 * minutes) {
    const double fraction = trainer.seconds / (60 * minutes);
    progress.report(0.15 + 0.8 * fraction, "Step " + std::to_string(trainer.steps));
    const Told told = step(trainer, learned, recipe, fraction, options.seed);
    ++trainer.steps;
    const double moment = now();
    trainer.seconds += moment - last;
    last = moment;
    log.add(trainer.steps, trainer.seconds, static_cast<int>(told.size()), told);
    if (moment - saved > recipe.save_every_seconds) {
      trainer.save(state);
      saved = moment;
    }
  }
  trainer.save(state);
  Shipped shipped = shipped_of(trainer);
  calibrate(shipped, others, recipe, options.seed);
  shipped.atlas = atlas_of(sorted);
  if (recipe.status == Status::simulated_atrophy)
    write_usual(usual_intensities(learned.healthy), options.out / "baselines.safetensors");
  facts.steps = trainer.steps;
  facts.minutes = trainer.seconds / 60;
  facts.seed = options.seed;
  write_model(shipped, facts, recipe, options.out);
}

void train(const std::vector<History>& cohort, const TrainOptions& options, const Progress& progress) {
  std::filesystem::create_directories(options.out);
  std::vector<History> others;
  for (const History& history : cohort)
    if (history.patient != options.hold_out) others.push_back(history);
  std::vector<Problem> problems;
  const auto brains = training_brains(others, options.out / "brains", problems, progress.part(0, 0.2));
  {
    TrainingLog log(options.out / "log.txt");
    for (const Problem& problem : problems) log.note("left out: " + problem.where + ": " + problem.what);
  }
  Recipe recipe;
  const double minutes = options.minutes > 0 ? options.minutes : recipe.minutes;
  TrainOptions first = options, second = options;
  first.minutes = (1 - recipe.older_age_share) * minutes;
  second.minutes = recipe.older_age_share * minutes;
  second.out = age_folder(options.out);
  train_on(brains, first, recipe, progress.part(0.2, 0.75));
  recipe.status = Status::older_age;
  train_on(brains, second, recipe, progress.part(0.75, 1));
}

}  // namespace longview::brain_stat_trans_gan
