// A whole brain through GP-GAN's first stage, beside ONNX Runtime (tests/benchmarks/onnx_peer).
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "imaging/core/failure.h"
#include "networks/core/private/device.h"
#include "networks/gp_gan/card.h"
#include "networks/gp_gan/shipped.h"
#include "networks/layers/sliding_window.h"
#include "networks/library/benchmarks.h"

namespace longview {

namespace {
namespace fs = std::filesystem;
using gp_gan::Stage;
constexpr Steps window{16, 64, 64};
constexpr float days_ahead = 90;

// An ellipsoid of Colin27's brain's size at 1 mm with folds of white and grey, and a lesion of 20 mm.
struct Phantom {
  gp_gan::State state;
  at::Tensor brain, days = at::full({1}, days_ahead);
};

Phantom phantom() {
  const std::int64_t size[3] = {145, 180, 150};
  at::Tensor out = at::zeros({size[0], size[1], size[2]}), from_lesion = out.clone(), folds = out.clone();
  for (int axis = 0; axis < 3; ++axis) {
    std::int64_t shape[3] = {1, 1, 1};
    shape[axis] = size[axis];
    const at::Tensor at = at::arange(size[axis], at::kFloat);
    out = out + ((at / (static_cast<double>(size[axis] - 1) / 2) - 1).square()).view({shape[0], shape[1], shape[2]});
    from_lesion =
        from_lesion + ((at - 0.4 * static_cast<double>(size[axis])).square()).view({shape[0], shape[1], shape[2]});
    folds = folds + (at / (5.0 + axis)).sin().view({shape[0], shape[1], shape[2]});
  }
  const auto channel = [](const at::Tensor& t) { return t.to(at::kFloat).unsqueeze(0).unsqueeze(0); };
  const at::Tensor brain = out<1, white = folds> 0;
  Phantom made;
  made.brain = brain;
  const at::Tensor image = at::where(brain, 0.15 * folds, at::full({1}, -1.f));
  made.state = {channel(image),
                channel(white.logical_and(brain)),
                channel(white.logical_not().logical_and(brain)),
                channel(at::zeros_like(out)),
                channel(from_lesion.sqrt() - 10.25),
                {},
                {}};
  return made;
}

Stage stage_for_benchmark() {
  const ModelCard card = gp_gan::installed_card();
  if (!card.weights_installed) return Stage(1, 1);
  return gp_gan::shipped_from(read_weights(gp_gan::installed_folder() / card.weights_file, card.weights_sha256)).first;
}

at::Tensor whole_brain(const Stage& stage, const at::Tensor& condition, const Phantom& brain, bool bfloat16,
                       int threads) {
  const c10::InferenceMode inference;
  return slide(
      condition, brain.brain, window, 2,
      [&](const at::Tensor& patch, std::size_t) {
        const gp_gan::Change change = stage.change(patch, brain.days, bfloat16);
        return at::cat({change.image, change.tumour}, 1);
      },
      Progress(), threads);
}

at::Tensor labels_of(const Stage& stage, const Phantom& brain, const at::Tensor& answer) {
  const c10::InferenceMode inference;
  return stage
             .forecast(brain.state, brain.days,
                       {answer.narrow(0, 0, 1).unsqueeze(0), answer.narrow(0, 1, 1).unsqueeze(0)})
             .tumour > 0;
}

double dice(const at::Tensor& a, const at::Tensor& b) {
  const double both = a.logical_and(b).sum().item<double>();
  return 2 * both / (a.sum().item<double>() + b.sum().item<double>());
}

void write_floats(const fs::path& file, const at::Tensor& values) {
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(values.data_ptr<float>()), static_cast<std::streamsize>(values.nbytes()));
}

// What tests/benchmarks/onnx_peer/run reads.
void write_task(const fs::path& folder, const Stage& stage, const at::Tensor& condition, const Phantom& brain) {
  StoredWeights weights;
  store_parameters(stage.parameters(), "", "F32", weights);
  write_weights(folder / "weights.safetensors", weights);
  write_floats(folder / "input.f32", condition.contiguous());
  nlohmann::json meta{{"channels", condition.size(0)},
                      {"size", {condition.size(1), condition.size(2), condition.size(3)}},
                      {"window", window},
                      {"days", days_ahead},
                      {"starts", used_windows(brain.brain, window)}};
  std::ofstream(folder / "meta.json") << meta.dump();
}

// Runs the peer; nothing where it cannot be run here.
std::optional<double> peer_seconds(const fs::path& run, const fs::path& folder) {
  std::FILE* pipe = popen(("'" + run.string() + "' '" + folder.string() + "'").c_str(), "r");
  if (!pipe) return std::nullopt;
  std::string said;
  for (char buffer[256]; std::fgets(buffer, sizeof buffer, pipe);) said += buffer;
  if (pclose(pipe) != 0) return std::nullopt;
  const nlohmann::json answer = nlohmann::json::parse(said, nullptr, false);
  if (answer.is_discarded() || !answer.contains("seconds")) return std::nullopt;
  return answer["seconds"].get<double>();
}

at::Tensor peer_answer(const fs::path& folder, const at::Tensor& like) {
  at::Tensor answer = at::empty_like(like);
  std::ifstream file(folder / "output.f32", std::ios::binary);
  if (!file.read(reinterpret_cast<char*>(answer.data_ptr<float>()), static_cast<std::streamsize>(answer.nbytes())))
    throw Failure("ONNX Runtime's answer in " + folder.string() + " is cut.");
  return answer;
}

// A folder that goes when the benchmark ends.
struct Scratch {
  fs::path folder = fs::temp_directory_path() / ("longview-bench-" + std::to_string(getpid()));
  Scratch() { fs::create_directories(folder); }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
};
}  // namespace

BenchmarkResult benchmark_predict(const Progress& progress) {
  const Stage stage = stage_for_benchmark();
  const Phantom brain = phantom();
  const at::Tensor condition = stage.condition(brain.state, brain.days).detach().squeeze(0);
  const ComputePlan plan = compute_plan("cpu", 0);
  BenchmarkResult result;
  at::Tensor ours;
  keep_freed_memory();
  result.ours = seconds_of([&] { ours = whole_brain(stage, condition, brain, plan.bfloat16, plan.threads); });
  result.peak_mb = peak_mb();
  result.notes = std::to_string(used_windows(brain.brain, window).size()) + " windows; " + plan.words;
  progress.check();

  const fs::path run = fs::path(LONGVIEW_SOURCE_DIR) / "tests" / "benchmarks" / "onnx_peer" / "run";
  const Scratch scratch;
  write_task(scratch.folder, stage, condition, brain);
  if (const auto peer = fs::exists(run) ? peer_seconds(run, scratch.folder) : std::nullopt) {
    result.peer = *peer;
    result.peer_name = "onnxruntime-node, float32, 2 threads";
    const double agreement =
        dice(labels_of(stage, brain, ours), labels_of(stage, brain, peer_answer(scratch.folder, ours)));
    char text[48];
    std::snprintf(text, sizeof text, "; labels' Dice with the peer %.4f", agreement);
    result.notes += text;
    return result;
  }
  at::set_num_threads(plan.threads);
  const DefaultOperations defaults;
  result.peer = seconds_of([&] { whole_brain(stage, condition, brain, false, 1); });
  result.peer_name = "libtorch defaults";
  return result;
}

}  // namespace longview
