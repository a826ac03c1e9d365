#include "networks/gancmlae/training.h"

#include <ATen/Parallel.h>

#include <time.h>

#include <algorithm>
#include <functional>

#include "imaging/core/failure.h"
#include "networks/core/private/device.h"
#include "networks/gancmlae/shipped.h"

#include "networks/layers/losses.h"
#include "networks/layers/similarity.h"
#include "networks/training/training_log.h"

namespace longview::gancmlae {

namespace {
// Seconds that this process has computed: with one thread that is the time of one core, however busy the machine is.
double now() {
  timespec moment{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &moment);
  return static_cast<double>(moment.tv_sec) + 1e-9 * static_cast<double>(moment.tv_nsec);
}

// What both the network and its baselines learn from.
struct Material {
  Split split;
  MeanTissues mean;
  std::vector<at::Tensor> maps, usual_maps, displacements;  // displacements of the learned ones
  at::Tensor mask;                                          // [96, 112, 96]: where healthy brains have grey matter
};

Material material(const std::vector<TrainingBrain>& brains, const TrainOptions& options, const Progress& progress) {
  Material all;
  all.split = split(brains);
  const std::filesystem::path kept = options.out / "mean.safetensors";
  if (std::filesystem::exists(kept)) {
    all.mean = mean_tissues_from(read_weights(kept));
  } else {
    all.mean = mean_tissues(all.split.learned, progress.part(0, 0.6));
    StoredWeights file;
    store(all.mean, file);
    write_weights(kept, file);
  }
  const double n = static_cast<double>(brains.size());
  double done = 0;
  const auto take = [&](const TrainingBrain& brain) {
    const Progress part = progress.part(0.6 + 0.4 * done / n, 0.6 + 0.4 * (done + 1) / n, "Grey matter");
    ++done;
    return morphometry(brain, all.mean, part);
  };
  at::Tensor sum = at::zeros({1, 1, map_size[0], map_size[1], map_size[2]});
  for (const TrainingBrain& brain : all.split.learned) {
    const Morphometry made = take(brain);
    all.maps.push_back(made.map);
    all.displacements.push_back(made.displacement);
    sum += made.map;
  }
  for (const TrainingBrain& brain : all.split.usual) all.usual_maps.push_back(take(brain).map);
  constexpr double least_grey = 0.1;
  all.mask = (sum / static_cast<double>(all.maps.size()) > least_grey).to(at::kFloat).squeeze(0).squeeze(0);
  return all;
}

// Of two brains, in shares that change slowly from place to place: other neighbours of the same parts.
at::Tensor blended(const at::Tensor& a, const at::Tensor& b, Draw& draw) {
  constexpr double steepness = 1.5;
  std::vector<float> coarse(4 * 5 * 4);
  for (float& value : coarse) value = static_cast<float>(steepness * draw.normal());
  const at::Tensor share = at::upsample_trilinear3d(at::tensor(coarse).view({1, 1, 4, 5, 4}), map_size, true).sigmoid();
  return b + share * (a - b);
}

at::Tensor batch_of(const Material& material, const Recipe& recipe, Draw& draw) {
  std::vector<at::Tensor> maps;
  const auto one = [&] { return material.maps[static_cast<std::size_t>(draw.whole(std::ssize(material.maps)))]; };
  while (std::ssize(maps) < recipe.batch) {
    at::Tensor map = one();
    if (draw.chance(recipe.blended)) map = blended(map, one(), draw);
    maps.push_back(jittered({map}, recipe.jitter, draw).front());
  }
  return at::cat(maps, 0);
}

double error_of(const Autoencoder& network, const Material& material, RunMode mode) {
  at::NoGradGuard no_gradient;
  const at::Tensor mask = material.mask.unsqueeze(0).unsqueeze(0);
  double sum = 0;
  for (const at::Tensor& map : material.usual_maps) sum += weighted_l1(network(map, mode), map, mask).item<double>();
  return sum / static_cast<double>(material.usual_maps.size());
}

// The network as it was when it rebuilt the brains it does not learn from best.
Autoencoder learned(const Material& material, const TrainOptions& options, const Recipe& recipe, double minutes,
                    const std::string& name, TrainingLog& log, const Progress& progress) {
  const ComputePlan plan = compute_plan("cpu", 1);
  Trainer trainer(options.seed, recipe, mean_logits_of(material.maps), plan.bfloat16);
  const std::filesystem::path state = options.out / (name + "_state.safetensors"),
                              best_file = options.out / (name + "_best.safetensors");
  if (options.resume && std::filesystem::exists(state)) trainer.load(state);
  const at::Tensor mask = material.mask.expand({recipe.batch, 1, map_size[0], map_size[1], map_size[2]});
  const auto all = static_cast<double>(recipe.epochs) * static_cast<double>(material.maps.size()) / recipe.batch;
  const auto fraction = [&] {
    return minutes > 0 ? trainer.seconds / (60 * minutes) : static_cast<double>(trainer.steps()) / all;
  };
  double last = now(), saved = last;
  const auto look = [&] {
    const Autoencoder mean = trainer.mean();
    const double error = error_of(mean, material, {plan.bfloat16, false});
    char line[120];
    std::snprintf(line, sizeof line, "%s, step %lld: held-out error %.5f", name.c_str(),
                  static_cast<long long>(trainer.steps()), error);
    log.note(line);
    const bool whole = recipe.plain || fraction() >= recipe.discriminator_joins;  // all losses have had their say
    if (!whole || error >= trainer.best_error) return;
    trainer.best_error = error;
    StoredWeights file;
    store(mean, "", file);
    write_weights(best_file, file);
  };
  while (fraction() < 1) {
    progress.report(std::min(1.0, fraction()), name + ", step " + std::to_string(trainer.steps()));
    Draw draw(options.seed, "gancmlae " + name, static_cast<std::uint64_t>(trainer.steps()));
    const at::Tensor batch = batch_of(material, recipe, draw);
    const Trainer::Losses losses = trainer.learn(batch, mask, std::min(1.0, fraction()));
    const double moment = now();
    trainer.seconds += moment - last;
    last = moment;
    log.add(trainer.steps(), trainer.seconds, recipe.plain ? 2 : 1,
            {{"image", losses.generator.image},
             {"similarity", losses.generator.similarity},
             {"latent", losses.generator.latent},
             {"feature", losses.generator.feature},
             {"adversarial", losses.generator.adversarial},
             {"discriminator", losses.discriminator}});
    if (trainer.steps() % recipe.checked_every == 0) look();
    if (moment - saved > recipe.save_every_seconds) {
      trainer.save(state);
      saved = moment;
    }
  }
  trainer.save(state);
  look();
  const Autoencoder best = autoencoder_from(read_weights(best_file), "");
  log.note(name + ": " + std::to_string(trainer.steps()) + " steps in " + std::to_string(trainer.seconds / 60) +
           " minutes");
  return best;
}

// The w-score needs no network: all brains say what is usual.
Normative usual_of_all(const Material& material) {
  std::vector<HealthyResidual> healthy;
  const auto add = [&](const std::vector<TrainingBrain>& brains, const std::vector<at::Tensor>& maps) {
    for (std::size_t i = 0; i < maps.size(); ++i)
      healthy.push_back({brains[i].age_years, brains[i].female, -standard_part(maps[i]).squeeze(0).squeeze(0)});
  };
  add(material.split.learned, material.maps);
  add(material.split.usual, material.usual_maps);
  return fit_normative(healthy, standard_part(material.mask));
}

Normative usual(const Material& material, const std::function<at::Tensor(const at::Tensor&)>& rebuild) {
  at::NoGradGuard no_gradient;
  std::vector<HealthyResidual> healthy;
  for (std::size_t i = 0; i < material.usual_maps.size(); ++i) {
    const at::Tensor& map = material.usual_maps[i];
    const TrainingBrain& brain = material.split.usual[i];
    healthy.push_back({brain.age_years, brain.female, standard_part(rebuild(map) - map).squeeze(0).squeeze(0)});
  }
  return fit_normative(healthy, standard_part(material.mask));
}
}  // namespace

Split split(const std::vector<TrainingBrain>& brains) {
  std::vector<TrainingBrain> sorted = brains;
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.patient < b.patient; });
  Split made;
  for (std::size_t i = 0; i < sorted.size(); ++i) (i % 3 == 1 ? made.usual : made.learned).push_back(sorted[i]);
  return made;
}

void train_on(const std::vector<TrainingBrain>& brains, const TrainOptions& options, const Recipe& recipe,
              const Progress& progress) {
  std::filesystem::create_directories(options.out);
  keep_freed_memory();
  at::set_num_threads(1);
  TrainingLog log(options.out / "log.txt");
  const Material material = gancmlae::material(brains, options, progress.part(0, 0.2));
  log.note(std::to_string(material.maps.size()) + " brains learned from, " +
           std::to_string(material.usual_maps.size()) + " for what is usual");
  const at::Tensor mask = material.mask.unsqueeze(0).unsqueeze(0);
  const Components components = best_components(components_of(material.maps, material.mask), material.usual_maps);
  double similarity = 0;
  for (const at::Tensor& map : material.usual_maps)
    similarity +=
        masked_ssim(components(map), map, mask).item<double>() / static_cast<double>(material.usual_maps.size());
  log.note(std::to_string(components.basis.size(0)) + " principal components, SSIM " + std::to_string(similarity));

  constexpr double plain_share = 0.3;
  Recipe plain = recipe;
  plain.plain = true;
  plain.weights = {recipe.weights.image, 0, 0, 0, 0};
  const Autoencoder network = learned(material, options, recipe, (1 - plain_share) * options.minutes, "gancmlae", log,
                                      progress.part(0.2, 0.75));
  const RunMode whole;
  const auto rebuilt = [&](const Autoencoder& by) {
    return [&by, whole](const at::Tensor& map) { return by(map, whole); };
  };
  Shipped shipped{network, material.mean, usual(material, rebuilt(network)),
                  atlas_of(material.split.learned, material.displacements)};
  write_model(shipped, material.split, recipe, options);

  const Autoencoder plain_network =
      learned(material, options, plain, plain_share * options.minutes, "plain", log, progress.part(0.75, 1));
  const auto by_components = [&](const at::Tensor& map) { return components(map); };
  write_baselines({plain_network, usual(material, rebuilt(plain_network)), components, usual(material, by_components),
                   usual_of_all(material), material.mask},
                  options.out / "baselines.safetensors");
}

void train(const std::vector<History>& cohort, const TrainOptions& options, const Progress& progress) {
  std::filesystem::create_directories(options.out);
  std::vector<History> others;
  for (const History& history : cohort)
    if (history.patient != options.hold_out) others.push_back(history);
  std::vector<Problem> problems;
  const auto brains = training_brains(others, options.out / "brains", problems, progress.part(0, 0.2));
  TrainingLog log(options.out / "log.txt");
  for (const Problem& problem : problems) log.note("left out: " + problem.where + ": " + problem.what);
  train_on(brains, options, {}, progress.part(0.2, 1));
}

}  // namespace longview::gancmlae
