#include "imaging/measurement/region_table.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"

namespace longview {
namespace {

// Every structure 2 ml, within a skull of 1500; the norm of the hippocampi as in the test of norms.
std::vector<double> two_each() {
  std::vector<double> structures(1 + kBrainStructures, 2);
  structures[0] = 1500;
  return structures;
}

RegionalNorms hippocampi() {
  return {"brain-labels", "Somewhere, 3 T", "CC0", 64, 20, 83, {"Hippocampi"}, {{8, -0.02, 0.3, 0.004, 0.5, 64}}};
}

const std::vector<std::string>& row_named(const NamedTable& table, const std::string& name) {
  for (const auto& row : table.rows)
    if (row.front() == name) return row;
  throw Failure("no row " + name);
}

TEST(RegionTable, HoldsVolumeExpectationZAndPercentile) {
  const RegionalNorms norms = hippocampi();
  const NamedTable table = regions_table(two_each(), &norms, {70, "F"});
  EXPECT_EQ(table.columns, (std::vector<std::string>{"region", "volume_ml", "expected_ml", "z", "percentile"}));
  // Two hippocampi: 4 ml; 8 - 0.4 + 0.3 + 0.4 = 8.3 are expected; (4 - 8.3) / 0.5.
  EXPECT_EQ(row_named(table, "Hippocampi"), (std::vector<std::string>{"Hippocampi", "4.00", "8.30", "-8.60", "0.0"}));
  EXPECT_EQ(row_named(table, "Hippocampus, left"), (std::vector<std::string>{"Hippocampus, left", "2.00", "", "", ""}));
  EXPECT_EQ(table.rows.size(), measured_regions().size());
}

TEST(RegionTable, ClaimsNothingOfAPersonOfUnknownAgeOrSex) {
  const RegionalNorms norms = hippocampi();
  EXPECT_EQ(row_named(regions_table(two_each(), &norms, {std::nullopt, "F"}), "Hippocampi")[3], "");
  EXPECT_EQ(row_named(regions_table(two_each(), &norms, {70, ""}), "Hippocampi")[3], "");
  EXPECT_EQ(row_named(regions_table(two_each(), nullptr, {70, "F"}), "Hippocampi")[4], "");
}

TEST(Percentiles, AreThoseOfTheNormalDistribution) {
  EXPECT_NEAR(percentile_of_z(0), 50, 1e-12);
  EXPECT_NEAR(percentile_of_z(-1.959964), 2.5, 1e-5);
  EXPECT_NEAR(percentile_of_z(1.644854), 95, 1e-5);
}

TEST(RegionalNorms, ComeBackFromTheirFile) {
  const auto file = std::filesystem::temp_directory_path() / "longview_norms_test.json";
  write_regional_norms({hippocampi()}, file);
  const auto all = read_regional_norms(file);
  ASSERT_NE(norms_of(all, "brain-labels"), nullptr);
  EXPECT_EQ(norms_of(all, "DLMUSE"), nullptr);
  EXPECT_EQ(all[0].reference(), "64 healthy, 20 to 83 y, Somewhere, 3 T");
  EXPECT_DOUBLE_EQ(all[0].of("Hippocampi")->expected(70, true, 1500), 8.3);
  EXPECT_EQ(all[0].of("Hippocampus"), nullptr);
  std::ofstream(file) << "[{\"method\": \"brain-labels\"}]";
  EXPECT_THROW(read_regional_norms(file), Failure);
  std::filesystem::remove(file);
  EXPECT_THROW(read_regional_norms(file), Failure);
}

}  // namespace
}  // namespace longview
