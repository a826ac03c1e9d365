#include "networks/brain_stat_trans_gan/trainer.h"

#include <torch/autograd.h>

namespace longview::brain_stat_trans_gan {

namespace {
constexpr std::size_t of_generator = 0, of_discriminator = 1, of_status = 2, of_independent = 2 + judges,
                      of_rmfn = 3 + judges;
constexpr AdamOptions usual{0.9, 0.999, 1e-8, 1e9};

std::vector<StatusNetwork> status_networks(std::uint64_t seed) {
  std::vector<StatusNetwork> all;
  for (std::uint64_t i = 0; i < judges; ++i) all.emplace_back(seed * judges + i);
  return all;
}

double right_share(const at::Tensor& logits, const at::Tensor& status) {
  return (logits.argmax(1) == status).to(at::kFloat).mean().item<double>();
}
}  // namespace

Trainer::Trainer(std::uint64_t seed, const Recipe& recipe, bool bfloat16)
    : recipe_(recipe),
      learns_{bfloat16, true},
      fixed_{bfloat16, false},
      generator_(seed),
      discriminator_(seed),
      status_(status_networks(seed)),
      independent_(seed + 1000),
      rmfn_(seed) {
  const auto add = [&](const Parameters& parameters, AdamOptions options) {
    adams_.push_back(std::make_unique<Adam>(parameters, options));
  };
  add(generator_.parameters(), usual);
  add(discriminator_.parameters(), usual);
  for (const StatusNetwork& network : status_) add(network.parameters(), usual);
  add(independent_.parameters(), usual);
  AdamOptions decaying = usual;
  decaying.weight_decay = recipe.weight_decay;
  add(rmfn_.parameters(), decaying);
}

Told Trainer::learn_status(const Batch& batch, double share) {
  const double rate = recipe_.status_rate * (1 - 0.9 * share);
  Told told;
  for (std::size_t i = 0; i <= judges; ++i) {
    const at::Tensor logits = i < judges ? status_[i](batch.brain, learns_) : independent_(batch.brain, learns_);
    const at::Tensor loss = at::cross_entropy_loss(logits, batch.status);
    torch::autograd::backward({loss}, {});
    adams_[of_status + i]->step(i < judges ? rate : 0.3 * rate);
    const std::string name = i < judges ? "status" + std::to_string(i) : "independent";
    told.emplace_back(name, loss.item<double>());
    told.emplace_back(name + "_right", right_share(logits, batch.status));
  }
  return told;
}

Told Trainer::learn_generator(const Batch& batch, const EpochPlan& plan, double share) {
  const at::Tensor made = generator_(batch.brain, learns_);
  const Reconstruction rebuilt = reconstruction_loss(made, batch.brain, batch.mask, plan.ssim);
  at::Tensor total = rebuilt.total;
  Told told{{"l1", rebuilt.l1}, {"mse", rebuilt.mse}, {"ssim", rebuilt.ssim}};
  if (plan.adversarial) {
    const at::Tensor adversarial = judged_as(discriminator_(made, learns_), 1);
    told.emplace_back("adversarial", adversarial.item<double>());
    total = total + adversarial;
  }
  if (plan.status) {
    // Healthy ones are to stay healthy (networks.md 3.5, our rule), patients to become so.
    std::vector<at::Tensor> logits;
    for (const StatusNetwork& network : status_) logits.push_back(network(made, fixed_));
    const at::Tensor status = status_loss(logits, at::zeros_like(batch.status));
    told.emplace_back("status", status.item<double>());
    total = total + status;
  }
  torch::autograd::backward({total}, {});
  adams_[of_generator]->step(recipe_.generator_rate * (share > 0.9 ? 0.3 : 1));
  for (const StatusNetwork& network : status_) network.parameters().clear_gradients();
  discriminator_.parameters().clear_gradients();
  if (plan.adversarial) {
    const at::Tensor loss = 0.5 * (judged_as(discriminator_(batch.brain, learns_), 1) +
                                   judged_as(discriminator_(made.detach(), learns_), 0));
    told.emplace_back("discriminator", loss.item<double>());
    if (told.back().second > recipe_.discriminator_rests_below) {
      torch::autograd::backward({loss}, {});
      adams_[of_discriminator]->step(recipe_.discriminator_rate);
    }
  }
  return told;
}

Told Trainer::learn_rmfn(const Batch& batch, double share) {
  at::Tensor residual;
  StatusNetwork::Features features;
  {
    at::NoGradGuard frozen;
    residual = generator_(batch.brain, fixed_) - batch.brain;
    features = status_.front().features(batch.brain, fixed_);
  }
  const at::Tensor logits = rmfn_(residual, features, learns_);
  const at::Tensor loss = at::cross_entropy_loss(logits, batch.status);
  torch::autograd::backward({loss}, {});
  // The release's rate falls to a tenth at epochs 21 and 31 of 60.
  adams_[of_rmfn]->step(recipe_.rmfn_rate * (share < 21.0 / 60 ? 1 : share < 31.0 / 60 ? 0.1 : 0.01));
  return {{"rmfn", loss.item<double>()}, {"rmfn_right", right_share(logits, batch.status)}};
}

template <class F>
void Trainer::each_part(F&& f) const {
  f("generator.", generator_.parameters());
  f("generator_statistics.", generator_.statistics());
  f("discriminator.", discriminator_.parameters());
  f("discriminator_statistics.", discriminator_.statistics());
  for (std::size_t i = 0; i < judges; ++i) {
    f("status" + std::to_string(i) + ".", status_[i].parameters());
    f("status_statistics" + std::to_string(i) + ".", status_[i].statistics());
  }
  f("independent.", independent_.parameters());
  f("rmfn.", rmfn_.parameters());
  f("rmfn_statistics.", rmfn_.statistics());
}

void Trainer::save(const std::filesystem::path& file) const {
  StoredWeights state;
  each_part([&](const std::string& prefix, const Parameters& part) { store_parameters(part, prefix, "F32", state); });
  for (std::size_t i = 0; i < adams_.size(); ++i) adams_[i]->store("adam" + std::to_string(i) + ".", state);
  state.metadata["steps"] = std::to_string(steps);
  state.metadata["seconds"] = std::to_string(seconds);
  write_weights(file, state);
}

void Trainer::load(const std::filesystem::path& file) {
  const StoredWeights state = read_weights(file);
  each_part([&](const std::string& prefix, const Parameters& part) { load_parameters(part, prefix, state); });
  for (std::size_t i = 0; i < adams_.size(); ++i) adams_[i]->load("adam" + std::to_string(i) + ".", state);
  steps = std::stoll(state.metadata.at("steps"));
  seconds = std::stod(state.metadata.at("seconds"));
}

}  // namespace longview::brain_stat_trans_gan
