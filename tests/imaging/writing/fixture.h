// A patient with a DICOM series to stand on and labels drawn on it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "imaging/writing/derived_series.h"
#include "tests/imaging/writing/helpers.h"

namespace longview {

struct OnASeries : testing::Test {
  TemporaryFolder folder;
  Timepoint timepoint = test_timepoint();
  DicomTarget target{test_patient(), &timepoint, nullptr, std::nullopt, TimepointKind::predicted, false, "not reviewed"};
  Series source;

  // Writes an acquired MR on this grid and makes it the target's source.
  void make_source(const Grid& grid) {
    SeriesOptions options;
    options.description = "T1 +Gd";
    options.derived = false;
    options.contrast_agent = "Gadolinium";
    target.source = nullptr;
    std::filesystem::remove_all(folder.path / "source");
    source = write_series(test_volume(grid), target, folder.path / "source", options);
    target.source = &source;
  }
};

// Two labels without symmetry, the second one in one slice only; the slices at the ends are empty.
inline LabelMap test_labels(const Grid& grid) {
  const auto [nx, ny, nz] = grid.size;
  std::vector<std::uint8_t> voxels;
  for (int k = 0; k < nz; ++k)
    for (int j = 0; j < ny; ++j)
      for (int i = 0; i < nx; ++i) {
        const bool first = k > 0 && k < nz - 1 && i >= 1 && i < nx - 2 && j >= 1 && j < 2 + k && j < ny;
        const bool second = k == 2 && j == 0 && i % 3 == 1;
        voxels.push_back(second ? 2 : first ? 1 : 0);
      }
  Label tumour, oedema;
  tumour.algorithm_type = AlgorithmType::semiautomatic;
  tumour.algorithm_name = "Longview region growing 1";
  oedema.value = 2;
  oedema.name = "Oedema";
  oedema.colour = {0xF2, 0x80, 0x10};
  oedema.type = {"79654002", "SCT", "Edema"};
  return {make_volume(grid, std::move(voxels)), {tumour, oedema}};
}

// Falls from 1 in the middle of the grid to 0.
inline Volume test_probability(const Grid& grid) {
  std::vector<float> values;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i)
        values.push_back(std::max(0.F, 1.F - 0.02F * static_cast<float>(i + 2 * j + 3 * k)));
  return make_volume(grid, std::move(values), "1");
}

}  // namespace longview
