// What write_nifti says of labels is what read_labels hands on: a SEG made from the file keeps its codes and its maker.
#include <gtest/gtest.h>

#include "imaging/reading/read.h"
#include "imaging/writing/nifti.h"
#include "tests/longview_process.h"

namespace longview {
namespace {

TEST(LabelTable, ColoursCodesAndMakersComeBack) {
  const TestFolder folder;
  Grid grid;
  grid.size = {4, 3, 2};
  std::vector<std::uint8_t> voxels(24, 0);
  voxels[5] = 1;
  voxels[6] = 3;
  const Label rim{1,
                  "Enhancing tumour",
                  {1, 2, 3},
                  {"49755003", "SCT", "Morphologically Altered Structure"},
                  {"108369006", "SCT", "Neoplasm"},
                  AlgorithmType::automatic,
                  "gp-gan 1.0"};
  const Label core{3,
                   "Core",
                   {200, 100, 50},
                   {"49755003", "SCT", "Morphologically Altered Structure"},
                   {"6574001", "SCT", "Necrosis"},
                   AlgorithmType::semiautomatic,
                   ""};
  write_nifti(LabelMap{make_volume(grid, voxels), {rim, core}}, folder / "labels.nii.gz");

  Segmentation segmentation;
  segmentation.files = {folder / "labels.nii.gz"};
  std::vector<Problem> problems;
  const LabelMap back = read_labels(segmentation, problems);
  ASSERT_EQ(back.labels.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    const Label& wanted = i == 0 ? rim : core;
    EXPECT_EQ(back.labels[i].value, wanted.value);
    EXPECT_EQ(back.labels[i].name, wanted.name);
    EXPECT_EQ(back.labels[i].colour, wanted.colour);
    EXPECT_EQ(back.labels[i].category, wanted.category);
    EXPECT_EQ(back.labels[i].type, wanted.type);
    EXPECT_EQ(back.labels[i].algorithm_type, wanted.algorithm_type);
    EXPECT_EQ(back.labels[i].algorithm_name, wanted.algorithm_name);
  }
  EXPECT_EQ(value_at(back.voxels, {2, 1, 0}), 3);
}

}  // namespace
}  // namespace longview
