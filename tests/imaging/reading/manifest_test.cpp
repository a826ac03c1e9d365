// Every file of the odd DICOM collection gives the values of its manifest (as pydicom and others decode them), or says
// in a sentence why not.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "imaging/core/failure.h"
#include "imaging/reading/dicom_headers.h"
#include "imaging/reading/read.h"
#include "tests/shared_data.h"

namespace longview {
namespace {

using Row = std::map<std::string, std::string>;

std::vector<Row> manifest() {
  std::ifstream in(shared_data() / "dicom-odd" / "manifest.tsv");
  std::vector<std::string> columns;
  std::vector<Row> rows;
  for (std::string line; std::getline(in, line);) {
    std::istringstream parts(line);
    std::vector<std::string> cells;
    for (std::string cell; std::getline(parts, cell, '\t');) cells.push_back(cell);
    if (columns.empty())
      columns = cells;
    else {
      Row row;
      for (std::size_t i = 0; i < cells.size(); ++i) row[columns[i]] = cells[i];
      rows.push_back(row);
    }
  }
  return rows;
}

struct Statistics {
  double low = INFINITY, high = -INFINITY, mean = 0;
};

// Of the stored values: slope and intercept of each frame taken back.
Statistics stored_statistics(const Volume& volume, const DicomHeader& header) {
  Statistics s;
  visit_voxels(volume, [&](auto voxels) {
    const std::size_t plane = voxels.size() / header.frames.size();
    for (std::size_t i = 0; i < voxels.size(); ++i) {
      const DicomFrame& frame = header.frames[i / plane];
      const double stored = (static_cast<double>(voxels[i]) - frame.intercept) / frame.slope;
      s.low = std::min(s.low, stored);
      s.high = std::max(s.high, stored);
      s.mean += stored / static_cast<double>(voxels.size());
    }
  });
  return s;
}

bool is_image(const Row& row) {
  const std::string& kind = row.at("sop_class");
  return row.at("stored_min") != "n/a" && row.at("samples") == "1" && kind != "Segmentation Storage" &&
         kind != "RT Dose Storage";
}

// Lossy codecs round differently from one decoder to the next.
double tolerance(const Row& row) {
  const std::string& syntax = row.at("transfer_syntax");
  for (const char* lossy : {"4.50", "4.51", "4.53", "4.55", "4.81", "4.91"})
    if (syntax.ends_with(lossy)) return 2;
  return 1e-3;
}

void expect_as_stated(const Row& row, const std::filesystem::path& file) {
  const DicomHeader header = read_dicom_header(file);
  const Volume volume = read_image(file);
  EXPECT_EQ(volume.grid.size[0], std::stoi(row.at("columns")));
  EXPECT_EQ(volume.grid.size[1], std::stoi(row.at("rows")));
  EXPECT_EQ(volume.grid.size[2], row.at("frames") == "n/a" ? 1 : std::stoi(row.at("frames")));
  const Statistics s = stored_statistics(volume, header);
  const double tolerated = tolerance(row);
  EXPECT_NEAR(s.low, std::stod(row.at("stored_min")), tolerated);
  EXPECT_NEAR(s.high, std::stod(row.at("stored_max")), tolerated);
  EXPECT_NEAR(s.mean, std::stod(row.at("stored_mean")), std::max(tolerated / 4, 1e-3));
}

TEST(Manifest, EveryImageHasTheStatedValues) {
  NEEDS_SHARED_DATA();
  int images = 0;
  for (const Row& row : manifest()) {
    if (!is_image(row)) continue;
    SCOPED_TRACE(row.at("path"));
    ++images;
    try {
      expect_as_stated(row, shared_data() / "dicom-odd" / row.at("path"));
    } catch (const Failure& failure) {
      ADD_FAILURE() << failure.what();
    }
  }
  EXPECT_GT(images, 100);
}

TEST(Manifest, WhatIsNoImageSaysSo) {
  NEEDS_SHARED_DATA();
  int refused = 0;
  for (const Row& row : manifest()) {
    if (is_image(row) || row.at("path") == "pixel/parametric_map_float.dcm") continue;
    SCOPED_TRACE(row.at("path"));
    try {
      read_image(shared_data() / "dicom-odd" / row.at("path"));
      ADD_FAILURE() << "was read as an image";
    } catch (const Failure& failure) {
      ++refused;
      EXPECT_NE(std::string(failure.what()).find(std::filesystem::path(row.at("path")).filename().string()),
                std::string::npos)
          << failure.what();
    }
  }
  EXPECT_GT(refused, 20);
}

// Without overlap, as many voxels are labelled as bits are set.
TEST(Manifest, SegmentsHaveAsManyVoxelsAsBits) {
  NEEDS_SHARED_DATA();
  for (const Row& row : manifest()) {
    if (row.at("sop_class") != "Segmentation Storage" || row.at("bits_stored") != "1") continue;
    if (row.at("path").find("overlap") != std::string::npos) continue;
    SCOPED_TRACE(row.at("path"));
    std::vector<Problem> problems;
    Segmentation segmentation;
    segmentation.files = {shared_data() / "dicom-odd" / row.at("path")};
    segmentation.format = "DICOM SEG";
    const LabelMap map = read_labels(segmentation, problems);
    EXPECT_TRUE(problems.empty());
    double set = 0;
    visit_voxels(map.voxels, [&](auto voxels) {
      set = static_cast<double>(voxels.size() - static_cast<std::size_t>(std::count(voxels.begin(), voxels.end(), 0)));
    });
    const double pixels = std::stod(row.at("rows")) * std::stod(row.at("columns")) * std::stod(row.at("frames"));
    // The manifest's mean has four decimals.
    EXPECT_NEAR(set, std::stod(row.at("stored_mean")) * pixels, 0.51e-4 * pixels);
  }
}

}  // namespace
}  // namespace longview
