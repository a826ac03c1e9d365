#include "tests/app/window/small_study.h"

#include <cmath>
#include <fstream>

#include "imaging/writing/nifti.h"

namespace longview::testing {
namespace {

const Grid grid{{44, 52, 40}, {4, 4, 4}, {-86, -102, -78}, {1, 0, 0, 0, 1, 0, 0, 0, 1}};
const Vec3 lesion_centre{24, 8, 12};

double distance(const Vec3& a, const Vec3& b) { return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); }

// Ellipsoids of skin, skull, grey and white matter and two ventricles, with a fixed ripple instead of noise.
Volume head(double lesion_radius) {
  std::vector<std::int16_t> voxels(voxel_count(grid));
  std::size_t place = 0;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i, ++place) {
        const Vec3 p = point_at(grid, {double(i), double(j), double(k)});
        const double r = std::hypot(p[0] / 74, p[1] / 90, p[2] / 70);
        double value = r > 1 ? 0 : r > 0.94 ? 700 : r > 0.88 ? 90 : r > 0.74 ? 420 : 560;
        if (std::hypot((std::abs(p[0]) - 12) / 6, p[1] / 24, (p[2] - 4) / 10) < 1) value = 160;
        if (distance(p, lesion_centre) < lesion_radius) value = 980;
        if (r <= 1) value += 12 * std::sin(1.7 * i + 2.3 * j + 3.1 * k);
        voxels[place] = static_cast<std::int16_t>(value);
      }
  return make_volume(grid, std::move(voxels));
}

LabelMap lesion(double radius) {
  std::vector<std::uint8_t> voxels(voxel_count(grid));
  std::size_t place = 0;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i, ++place)
        voxels[place] = distance(point_at(grid, {double(i), double(j), double(k)}), lesion_centre) < radius;
  return label_map_of(make_volume(grid, std::move(voxels)), Label{});
}

Timepoint timepoint(const std::string& session, double day, TimepointKind kind, double radius) {
  Timepoint made;
  made.session = session;
  made.day = day;
  made.date = *date_from("2024-01-15") + std::chrono::days(static_cast<int>(day));
  made.kind = kind;
  Series series;
  series.id = session;
  series.modality = "MR";
  series.description = "T1 +Gd";
  series.sequence = "ce-T1w";
  series.grid = grid;
  series.volume = head(radius);
  made.series.push_back(series);
  made.masks.push_back({"Tumour", {}, "memory", session, lesion(radius)});
  made.from_study = Transform{};
  return made;
}

}  // namespace

void write_small_study(const std::filesystem::path& folder, int masks) {
  for (const auto& [session, radius] : {std::pair("ses-01", 8.0), std::pair("ses-02", 12.0)}) {
    const auto anat = folder / session / "anat";
    std::filesystem::create_directories(anat);
    const std::string stem = std::string("sub-small_") + session + "_ce-gadolinium_";
    write_nifti(head(radius), anat / (stem + "T1w.nii.gz"));
    if (masks-- > 0) write_nifti(mask_of(lesion(radius)), anat / (stem + "desc-tumor_mask.nii.gz"));
  }
  std::ofstream(folder / "sub-small_sessions.tsv")
      << "session_id\tacq_time\tdays\nses-01\t2024-01-15\t0\nses-02\t2024-03-15\t60\n";
}

double lesion_ml(double radius) {
  int voxels = 0;
  for (double x = -86; x < 90; x += 4)
    for (double y = -102; y < 106; y += 4)
      for (double z = -78; z < 82; z += 4)
        voxels += (x - 24) * (x - 24) + (y - 8) * (y - 8) + (z - 12) * (z - 12) < radius * radius;
  return voxels * 0.064;
}

Study small_study(bool predicted) {
  Study study;
  study.patient.id = "SMALL";
  study.timepoints.push_back(timepoint("ses-01", 0, TimepointKind::acquired, 8));
  study.timepoints.push_back(timepoint("ses-02", 60, TimepointKind::acquired, 12));
  if (!predicted) return study;
  Timepoint backtest = timepoint("backtest", 60, TimepointKind::backtest, 10);
  backtest.provenance = Provenance{"gp-gan", "1", "", 60, {"ses-01"}, 1, "cpu", {}};
  Timepoint forecast = timepoint("predicted", 90, TimepointKind::predicted, 16);
  forecast.provenance = Provenance{"gp-gan", "1", "", 30, {"ses-01", "ses-02"}, 1, "cpu", {}};
  std::vector<float> probability(voxel_count(grid));
  std::size_t place = 0;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i, ++place) {
        const double r = distance(point_at(grid, {double(i), double(j), double(k)}), lesion_centre);
        probability[place] = r < 12 ? 0.95F : r < 16 ? 0.6F : r < 20 ? 0.2F : 0.0F;
      }
  forecast.probability = make_volume(grid, std::move(probability), "1");
  study.timepoints.push_back(backtest);
  study.timepoints.push_back(forecast);
  return study;
}

}  // namespace longview::testing
