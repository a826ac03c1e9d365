#include "networks/u_hpnet/uncertainty.h"

namespace longview::u_hpnet {

namespace {
at::Tensor entropy(const at::Tensor& p) { return -(p * p.clamp_min(1e-12).log()).sum(-1); }
}  // namespace

Members members_of(const Forecaster& network, const at::Tensor& features, const at::Tensor& shares, int members,
                   std::uint64_t seed) {
  std::vector<at::Tensor> classes, changes, deviations;
  for (int m = 0; m < members; ++m) {
    Draw dropout(seed, "u_hpnet member", static_cast<std::uint64_t>(m));
    const Heads heads = network.heads(features, &dropout);
    classes.push_back((heads.classes + shares.log()).softmax(1));
    changes.push_back(heads.change_mm);
    deviations.push_back(heads.log_deviation.exp());
  }
  return {at::stack(classes), at::stack(changes), at::stack(deviations)};
}

Shares class_shares_of(const Members& members) {
  const at::Tensor of_members = members.classes.mean(1);
  Shares shares;
  shares.total = entropy(of_members.mean(0)).item<double>();
  shares.aleatoric = entropy(of_members).mean().item<double>();
  shares.epistemic = shares.total - shares.aleatoric;
  return shares;
}

Shares size_shares_of(const Members& members) {
  const at::Tensor within = members.deviation_mm.square().mean(1) + members.change_mm.var(1, false);
  Shares shares;
  shares.aleatoric = within.mean().item<double>();
  shares.epistemic = members.change_mm.mean(1).var(0, false).item<double>();
  shares.total = shares.aleatoric + shares.epistemic;
  return shares;
}

std::vector<double> drawn_changes(const Members& members, std::uint64_t seed) {
  Draw draw(seed, "u_hpnet sizes");
  const at::Tensor drawn = members.change_mm + members.deviation_mm * noise_like(members.change_mm, draw);
  const at::Tensor flat = drawn.flatten().to(at::kDouble).contiguous();
  return {flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel()};
}

}  // namespace longview::u_hpnet
