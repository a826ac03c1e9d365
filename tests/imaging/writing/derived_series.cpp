#include "imaging/writing/derived_series.h"

#include <gtest/gtest.h>

#include <fstream>

#include "imaging/core/failure.h"
#include "imaging/core/transform.h"
#include "tests/imaging/writing/helpers.h"

namespace longview {
namespace {

struct Written : testing::Test {
  TemporaryFolder folder;
  Timepoint timepoint = test_timepoint();
  DicomTarget target{test_patient(), &timepoint, nullptr, std::nullopt, false, "not reviewed"};

  Series acquired(const Grid& grid, const std::string& name = "acquired") {
    SeriesOptions options;
    options.description = "T1 +Gd";
    options.derived = false;
    options.contrast_agent = "Gadolinium";
    return write_series(test_volume(grid), target, folder.path / name, options);
  }
};
using WriteSeries = Written;

// pydicom's view of a folder: geometry by its own arithmetic, some voxels, some attributes.
std::string pydicom(const std::vector<std::filesystem::path>& files, const std::string& attributes) {
  std::vector<std::string> arguments{attributes};
  for (const auto& file : files) arguments.push_back(file.string());
  return python(R"(
import sys, pydicom, numpy as np
ds = [pydicom.dcmread(f) for f in sys.argv[2:]]
for d in ds[:1]:
    for a in sys.argv[1].split(): print(a, getattr(d, a, 'absent'))
for d in ds:
    p = d.pixel_array
    if p.ndim == 2: print(*['%.3f' % x for x in d.ImagePositionPatient], p[0, 0], p[0, 1], p[1, 0])
)",
                arguments);
}

TEST_F(WriteSeries, PassesDciodvfyAsAnAcquisitionOfMrAndCt) {
  const Grid grid = test_grids(9, 7, 3)[3].second;
  for (const char* modality : {"MR", "CT"})
    for (const bool simulated : {false, true}) {
      target.simulated = simulated;
      SeriesOptions options;
      options.description = "T1 +Gd";
      options.modality = modality;
      options.derived = false;
      const Series series =
          write_series(test_volume(grid), target, folder.path / (modality + std::to_string(simulated)), options);
      ASSERT_EQ(series.files.size(), 3);
      for (const auto& file : series.files) EXPECT_EQ(dciodvfy(file), "") << modality;
      EXPECT_EQ(dcentvfy(series.files), "") << modality;
      EXPECT_THAT(pydicom({series.files}, "ImageType Modality"),
                  testing::HasSubstr("ImageType ['ORIGINAL', 'PRIMARY'"));
    }
}

TEST_F(WriteSeries, PassesDciodvfyAsAPredictionOfMrAndCt) {
  const Grid grid = test_grids(9, 7, 3)[3].second;
  Series source = acquired(grid);
  target.source = &source;
  target.provenance = test_provenance();
  for (const char* modality : {"MR", "CT"}) {
    SeriesOptions options;
    options.description = "T1 +Gd";
    options.modality = modality;
    options.series_number = 901;
    const Series series =
        write_series(test_volume(grid), target, folder.path / ("predicted" + std::string(modality)), options);
    ASSERT_EQ(series.files.size(), 1);
    EXPECT_EQ(dciodvfy(series.files.front()), "") << modality;
    auto all = source.files;
    all.push_back(series.files.front());
    EXPECT_EQ(dcentvfy(all), "") << modality;
  }
}

}  // namespace
}  // namespace longview
