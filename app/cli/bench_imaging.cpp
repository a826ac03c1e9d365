#include "app/cli/bench_imaging.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <random>

#include "app/cli/process.h"
#include "imaging/core/failure.h"
#include "imaging/reading/read.h"
#include "imaging/reading/scan.h"
#include "imaging/registration/rigid_affine.h"
#include "imaging/writing/nifti.h"

namespace longview {

namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// A folder that is taken away when the benchmark ends.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "longview-bench-XXXXXX").string();
    if (!mkdtemp(name.data()))
      throw Failure("No scratch folder could be made in " + fs::temp_directory_path().string() + ".");
    path_ = name;
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// A CT of 300 slices of 512 x 512, made by plastimatch.
fs::path make_ct(const fs::path& scratch) {
  const fs::path ct = scratch / "ct";
  const auto made =
      run_process({"plastimatch", "synth", "--pattern", "sphere", "--output-dicom", ct.string(), "--dim", "512 512 300",
                   "--spacing", "0.7 0.7 1", "--radius", "80 80 80", "--background", "-1000", "--foreground", "50"});
  if (made.exit_code != 0) throw Failure("plastimatch could not make the CT to read.");
  for (const auto& entry : fs::directory_iterator(ct)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("dose") || name.starts_with("rtss")) fs::remove(entry.path());
  }
  return ct;
}

Json compared(const ProcessRun& ours, const ProcessRun& peer, const std::string& peer_name) {
  return {{"ours", ours.seconds},    {"peer", peer.seconds},
          {"peer_name", peer_name},  {"ratio", ours.seconds / peer.seconds},
          {"peak_mb", ours.peak_mb}, {"peer_peak_mb", peer.peak_mb}};
}

Json bench_read(const fs::path& scratch) {
  const fs::path ct = make_ct(scratch), out = scratch / "out";
  fs::create_directories(out);
  Json result = compared(median_run({this_program(), "bench", "read", "--once", ct}),
                         median_run({"dcm2niix", "-z", "n", "-o", out, "-w", "1", ct}), "dcm2niix -z n");
  result["voxels_mb"] = 300.0 * 512 * 512 * 2 / 1048576;
  return result;
}

Json bench_scan(const fs::path& scratch) {
  const fs::path ct = make_ct(scratch), many = scratch / "many";
  int copies = 0, files = 0;
  for (; files < 2000; ++copies) {
    const fs::path folder = many / std::to_string(copies);
    fs::create_directories(folder);
    for (const auto& entry : fs::directory_iterator(ct)) {
      if (files == 2000) break;
      fs::create_hard_link(entry.path(), folder / entry.path().filename());
      ++files;
    }
  }
  Json result = compared(median_run({this_program(), "bench", "scan", "--once", many}),
                         median_run({"dcmdump", "+r", "+sd", "+P", "0020,0032", many}), "dcmdump +P 0020,0032");
  result["headers"] = files;
  return result;
}

constexpr const char* kElastixRigid = R"((FixedInternalImagePixelType "float")
(MovingInternalImagePixelType "float")
(Registration "MultiResolutionRegistration")
(FixedImagePyramid "FixedSmoothingImagePyramid")
(MovingImagePyramid "MovingSmoothingImagePyramid")
(Interpolator "LinearInterpolator")
(ResampleInterpolator "FinalBSplineInterpolator")
(Resampler "DefaultResampler")
(Metric "AdvancedMattesMutualInformation")
(NumberOfHistogramBins 32)
(Optimizer "AdaptiveStochasticGradientDescent")
(Transform "EulerTransform")
(AutomaticScalesEstimation "true")
(AutomaticTransformInitialization "true")
(NumberOfResolutions 4)
(MaximumNumberOfIterations 250)
(ImageSampler "RandomCoordinate")
(NumberOfSpatialSamples 2048)
(NewSamplesEveryIteration "true")
(WriteResultImage "false")
)";

// The same voxels in a head turned by 8 degrees and moved by 9.5 mm: the truth is exact.
Affine known_turn(const Grid& grid) {
  const double degree = std::acos(-1.0) / 180;
  return rigid({5 * degree, -4 * degree, 5 * degree}, {6, -5, 5.5}, centre(grid));
}

Volume moved(const Volume& volume, const Affine& turn) {
  Volume out = volume;
  out.grid.origin = map_point(turn, volume.grid.origin);
  for (int c = 0; c < 3; ++c)
    for (int r = 0; r < 3; ++r) {
      double sum = 0;
      for (int k = 0; k < 3; ++k) sum += turn.linear[3 * r + k] * volume.grid.direction[3 * k + c];
      out.grid.direction[3 * r + c] = sum;
    }
  return out;
}

double largest_corner_error(const Grid& grid, const Affine& truth, const Affine& found) {
  double largest = 0;
  for (int n = 0; n < 8; ++n) {
    Vec3 index{};
    for (int c = 0; c < 3; ++c) index[c] = (n >> c & 1) ? grid.size[c] - 1 : 0;
    const Vec3 p = point_at(grid, index), a = map_point(truth, p), b = map_point(found, p);
    largest = std::max(largest, std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
  }
  return largest;
}

// Noise of its own in each scan, as two acquisitions have it: 2 % of the brightest voxel.
Volume noisy(const Volume& volume, unsigned seed) {
  const auto clean = voxels_of<float>(volume);
  std::vector<float> values(clean.begin(), clean.end());
  std::mt19937 generator(seed);
  std::normal_distribution<float> noise(0, 0.02F * *std::max_element(values.begin(), values.end()));
  for (float& value : values) value += noise(generator);
  return make_volume(volume.grid, std::move(values), volume.unit);
}

Json bench_register(const fs::path& scratch) {
  const fs::path head = "/usr/share/mricron/templates/ch2.nii.gz";
  if (!fs::exists(head))
    throw Failure("The head to register is not installed: mricron-data brings " + head.string() + ".");
  const Volume fixed = as_float(read_image(head));
  const Affine truth = known_turn(fixed.grid);
  const fs::path fixed_file = scratch / "fixed.nii", moving_file = scratch / "moving.nii",
                 rigid_file = scratch / "rigid.txt";
  write_nifti(fixed, fixed_file);
  write_nifti(moved(fixed, truth), moving_file);
  std::ofstream(rigid_file) << kElastixRigid;
  const ProcessRun ours = median_run({this_program(), "bench", "register", "--once", fixed_file, moving_file});
  const ProcessRun peer =
      median_run({"elastix", "-f", fixed_file, "-m", moving_file, "-p", rigid_file, "-out", scratch, "-threads", "2"});
  Json result = compared(ours, peer, "elastix");
  const Json found = Json::parse(ours.output);
  result["corner_error_mm"] =
      largest_corner_error(fixed.grid, truth, {found.at("linear").get<Matrix3>(), found.at("offset").get<Vec3>()});
  const Affine with_noise = register_rigid_affine(noisy(fixed, 1), noisy(moved(fixed, truth), 2)).from_study;
  result["corner_error_with_noise_mm"] = largest_corner_error(fixed.grid, truth, with_noise);
  return result;
}
}  // namespace

void work_once(const std::string& what, const std::vector<fs::path>& files) {
  std::vector<Problem> problems;
  if (what == "register") {
    if (files.size() != 2) throw Failure("Registration is timed on two files, fixed and moving.");
    const Transform found = register_rigid_affine(read_image(files[0]), read_image(files[1]));
    std::cout << Json{{"linear", found.from_study.linear}, {"offset", found.from_study.offset}} << '\n';
    return;
  }
  std::size_t voxels = 0;
  for (const Study& study : scan(files.front()))
    for (const Timepoint& timepoint : study.timepoints)
      for (const Series& series : timepoint.series)
        voxels += what == "read" ? voxel_count(read(series, problems).grid) : voxel_count(series.grid);
  std::cout << voxels << " voxels\n";
}

Json bench_imaging(const std::string& what) {
  const ScratchFolder scratch;
  if (what == "read") return bench_read(scratch.path());
  if (what == "scan") return bench_scan(scratch.path());
  return bench_register(scratch.path());
}

}  // namespace longview
