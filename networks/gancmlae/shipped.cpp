#include "networks/gancmlae/shipped.h"

#include <cstring>

#include "networks/gancmlae/card.h"
#include "networks/training/brain_card.h"

namespace longview::gancmlae {

namespace {
std::vector<std::string> keys(const std::vector<TrainingBrain>& brains) {
  std::vector<std::string> all;
  for (const TrainingBrain& brain : brains) all.push_back(anonymous_key(brain.patient));
  return all;
}
}  // namespace

void write_model(const Shipped& shipped, const Split& split, const Recipe& recipe, const TrainOptions& options) {
  StoredWeights file;
  store(shipped.network, "", file);
  store(shipped.mean, file);
  store(shipped.usual, "usual.", file);
  store(shipped.atlas, file);
  const std::filesystem::path weights = options.out / "weights.safetensors";
  write_weights(weights, file);

  nlohmann::ordered_json card = general_card();
  const std::int64_t parameters =
      shipped.network.encoder.parameters().count() + shipped.network.decoder.parameters().count();
  card["net"] = {{"architecture", "encoder-decoder-encoder with discriminator, networks.md 4.2"},
                 {"code", code_size},
                 {"blur_fwhm_mm", blur_fwhm_mm}};
  card["training"] = {{"data", std::to_string(split.learned.size()) + " healthy brains; what is usual at an age from " +
                                   std::to_string(split.usual.size()) + " others"},
                      {"anatomies", keys(split.learned)},
                      {"usual", keys(split.usual)},
                      {"n_patients", split.learned.size() + split.usual.size()},
                      {"seeds", {options.seed}},
                      {"minutes", options.minutes},
                      {"hardware", "CPU, one core"},
                      {"batch", recipe.batch},
                      {"learning_rate", recipe.learning_rate},
                      {"loss_weights",
                       {{"image", recipe.weights.image},
                        {"similarity", recipe.weights.similarity},
                        {"latent", recipe.weights.latent},
                        {"feature", recipe.weights.feature},
                        {"adversarial", recipe.weights.adversarial}}}};
  card["split"] = "Anatomies apart by subject; figures are of people neither learned from nor used for what is usual";
  card["preprocessing"] = {"standard brain (N4, brain mask, affine to the mean brain, 2 mm)", "tissue maps",
                           "tissues laid on the mean tissues by demons, modulated", "blur of 8 mm FWHM, divided by 1.2",
                           "centred in 96 x 112 x 96"};
  write_brain_card(card, weights, parameters, options.out / "card.json");
}

Shipped shipped_from(const StoredWeights& file) {
  return {autoencoder_from(file, ""), mean_tissues_from(file), normative_from(file, "usual."), atlas_from(file)};
}

void write_baselines(const Baselines& baselines, const std::filesystem::path& path) {
  StoredWeights file;
  store(baselines.plain, "plain.", file);
  store(baselines.plain_usual, "plain_usual.", file);
  store(baselines.components, "components.", file);
  store(baselines.components_usual, "components_usual.", file);
  store(baselines.nothing_usual, "nothing_usual.", file);
  Parameters all;
  all.keep("mask", baselines.mask);
  store_parameters(all, "", "F16", file);
  write_weights(path, file);
}

Baselines read_baselines(const std::filesystem::path& path) {
  const StoredWeights file = read_weights(path);
  Parameters all;
  const at::Tensor mask = all.keep("mask", at::zeros({map_size[0], map_size[1], map_size[2]}));
  load_parameters(all, "", file);
  return {autoencoder_from(file, "plain."),           normative_from(file, "plain_usual."),
          components_from(file, "components.", mask), normative_from(file, "components_usual."),
          normative_from(file, "nothing_usual."),     mask};
}

}  // namespace longview::gancmlae
