#include "networks/training/atrophied.h"

#include <cmath>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "networks/layers/diffeomorphic.h"
#include "networks/layers/similarity.h"

namespace longview {

namespace {
constexpr double hippocampus_rate = 4.66;  // percent a year, Barnes 2009
constexpr int rounds = 5, squarings = 5;
constexpr double step = 0.7, region_spread = 0.15, edge_sigma = 1;  // edges of regions: 2 mm

// Percent a year in Alzheimer's disease (networks.md 7.2, middle of the ranges).
double rate_of(const BrainStructure& structure) {
  if (structure.tissue == Tissue::fluid) return 0;
  if (structure.name.find("ippocamp") != std::string::npos || structure.name.find("mygdala") != std::string::npos)
    return hippocampus_rate;
  if (structure.name.find("edial temporal") != std::string::npos) return 5;  // with the entorhinal cortex: 7
  if (structure.lobe == "temporal" || structure.lobe == "parietal" || structure.lobe == "cingulate") return 2.75;
  if (structure.lobe == "frontal" || structure.lobe == "occipital" || structure.lobe == "insular") return 1.5;
  return structure.lobe == "deep" ? 1 : 0.5;
}

// Orthonormal DCT-II, [n, n]: rows are frequencies.
at::Tensor cosines(std::int64_t n) {
  const at::Tensor k = at::arange(n, at::kFloat).unsqueeze(1), x = at::arange(n, at::kFloat).unsqueeze(0);
  at::Tensor matrix = (k * (x + 0.5) * (M_PI / static_cast<double>(n))).cos() * std::sqrt(2.0 / static_cast<double>(n));
  matrix[0] *= std::sqrt(0.5);
  return matrix;
}

// Along the last three axes, by one matrix each.
at::Tensor along(const at::Tensor& x, const at::Tensor& z, const at::Tensor& y, const at::Tensor& w) {
  const at::Tensor wide = at::matmul(x, w.t());
  const at::Tensor high = at::matmul(y, wide);
  return at::matmul(z, high.reshape({x.size(0), -1})).view(x.sizes());
}

// The field whose divergence is `a` and whose curl is 0, no flux through the border: [1, 3, z, y, x].
at::Tensor field_of(const at::Tensor& a) {
  const at::Tensor z = cosines(a.size(0)), y = cosines(a.size(1)), x = cosines(a.size(2));
  const auto eigen = [](std::int64_t n) {
    return 2 * ((at::arange(n, at::kFloat) * (M_PI / static_cast<double>(n))).cos() - 1);
  };
  at::Tensor laplace = eigen(a.size(0)).view({-1, 1, 1}) + eigen(a.size(1)).view({1, -1, 1}) + eigen(a.size(2));
  laplace[0][0][0] = 1;
  at::Tensor waves = along(a, z, y, x) / laplace;
  waves[0][0][0] = 0;
  const at::Tensor potential = along(waves, z.t(), y.t(), x.t()).unsqueeze(0).unsqueeze(0);
  const auto slope = [&](std::int64_t axis) {
    const std::int64_t n = potential.size(axis);
    const at::Tensor before = at::cat({potential.narrow(axis, 0, 1), potential.narrow(axis, 0, n - 1)}, axis);
    const at::Tensor after = at::cat({potential.narrow(axis, 1, n - 1), potential.narrow(axis, n - 1, 1)}, axis);
    return (after - before) * 0.5;
  };
  return at::cat({slope(4), slope(3), slope(2)}, 1);
}

// exp(velocity) by scaling and squaring.
at::Tensor flow_of(const at::Tensor& velocity) {
  at::Tensor flow = velocity / std::pow(2.0, squarings);
  for (int i = 0; i < squarings; ++i) flow = composed(flow, flow);
  return flow;
}

struct Target {
  at::Tensor log_jacobian;   // [z, y, x], wished inside tissue
  at::Tensor tissue, fluid;  // 0 to 1
  at::Tensor hippocampi;     // where they are
};

Target target_of(const TrainingBrain& brain, double hippocampus_percent, std::uint64_t seed) {
  Draw draw(seed, "atrophy " + brain.patient);
  at::Tensor loss = at::zeros_like(brain.labels, at::kFloat), tissue = at::zeros_like(loss);
  at::Tensor hippocampi = at::zeros_like(brain.labels, at::kBool);
  for (const BrainStructure& structure : brain_structures()) {
    const double spread = 1 + region_spread * draw.normal();
    if (structure.tissue == Tissue::fluid) continue;
    const bool exact = structure.name.find("ippocamp") != std::string::npos;
    const double share = -hippocampus_percent / 100 * rate_of(structure) / hippocampus_rate * (exact ? 1 : spread);
    const at::Tensor inside = brain.labels == structure.value;
    loss.masked_fill_(inside, std::min(0.6, share));
    tissue.masked_fill_(inside, 1);
    if (exact) hippocampi = hippocampi.logical_or(inside);
  }
  const auto wide = [](const at::Tensor& t) { return t.unsqueeze(0).unsqueeze(0); };
  const at::Tensor soft = gaussian_blur(wide(tissue), edge_sigma).clamp_min(1e-3);
  const at::Tensor smooth = (gaussian_blur(wide(loss), edge_sigma) / soft).squeeze(0).squeeze(0) * tissue;
  return {at::log1p(-smooth), tissue, brain.mask.to(at::kFloat) * (1 - tissue), hippocampi};
}

at::Tensor moved(const at::Tensor& bytes, const at::Tensor& to_healthy) {
  const at::Tensor seen = warped(bytes.to(at::kFloat).unsqueeze(0).unsqueeze(0), to_healthy);
  return seen.round().clamp(0, 255).to(at::kByte).squeeze(0).squeeze(0);
}
}  // namespace

AtrophyField atrophy_field(const TrainingBrain& brain, double hippocampus_percent, std::uint64_t seed,
                           const Progress& progress) {
  at::NoGradGuard no_gradient;
  if (!brain.labels.any().item<bool>())
    throw Failure("Atrophy can be simulated only in a brain whose structures are labelled.");
  Target target = target_of(brain, hippocampus_percent, seed);
  const at::Tensor rest = target.fluid / target.fluid.sum().clamp_min(1);
  at::Tensor wanted = target.log_jacobian, velocity;
  at::Tensor log_jacobian;
  for (int round = 0; round <= rounds; ++round) {
    progress.report(static_cast<double>(round) / (rounds + 1), "Simulating atrophy");
    velocity = field_of(wanted - wanted.sum() * rest);
    log_jacobian = jacobian(flow_of(velocity)).clamp_min(0.05).log().squeeze(0).squeeze(0);
    if (round == rounds) break;
    wanted = wanted + step * (target.log_jacobian - log_jacobian) * target.tissue;
    // Soft edges of regions take from the hippocampi's own rate; as wholes they lose what was asked.
    const double left = log_jacobian.exp().masked_select(target.hippocampi).mean().item<double>();
    wanted = wanted + std::log((1 + hippocampus_percent / 100) / left) * target.hippocampi.to(at::kFloat);
    target.log_jacobian =
        target.log_jacobian + std::log((1 + hippocampus_percent / 100) / left) * target.hippocampi.to(at::kFloat);
  }
  return {flow_of(-velocity), log_jacobian};
}

Atrophied atrophied(const TrainingBrain& brain, double hippocampus_percent, const Progress& progress) {
  at::NoGradGuard no_gradient;
  Atrophied made{brain, atrophy_field(brain, hippocampus_percent, 0, progress)};
  made.brain.image = moved(brain.image, made.field.to_healthy);
  made.brain.mask = (moved(brain.mask * 255, made.field.to_healthy) > 127).to(at::kByte);
  made.brain.grey = moved(brain.grey, made.field.to_healthy);
  made.brain.white = moved(brain.white, made.field.to_healthy);
  return made;
}

double hippocampal_share(const TrainingBrain& brain, const AtrophyField* field) {
  at::Tensor inside = at::zeros_like(brain.labels, at::kBool);
  for (const BrainStructure& structure : brain_structures())
    if (structure.name.find("ippocamp") != std::string::npos)
      inside = inside.logical_or(brain.labels == structure.value);
  at::Tensor amount = inside.to(at::kFloat);
  if (field) amount = amount * field->log_jacobian.exp();
  return amount.sum().item<double>() / brain.mask.to(at::kFloat).sum().item<double>();
}

}  // namespace longview
