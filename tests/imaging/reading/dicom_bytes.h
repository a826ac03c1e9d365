// DICOM files made byte by byte, so that a test can make any of them wrong.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "imaging/core/grid.h"

namespace longview {

inline std::string little(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> 8 * i & 0xFF);
  return text;
}

// Explicit VR little endian.
inline std::string element(std::uint32_t tag, const std::string& vr, std::string value) {
  if (value.size() % 2) value += vr == "UI" || vr == "OB" ? '\0' : ' ';
  const bool long_length = vr == "OB" || vr == "OW" || vr == "SQ" || vr == "UN" || vr == "UT";
  std::string text = little(tag >> 16, 2) + little(tag & 0xFFFF, 2) + vr;
  text += long_length ? little(0, 2) + little(static_cast<std::uint32_t>(value.size()), 4)
                      : little(static_cast<std::uint32_t>(value.size()), 2);
  return text + value;
}

inline std::string item(const std::string& content) {
  return little(0xFFFE, 2) + little(0xE000, 2) + little(static_cast<std::uint32_t>(content.size()), 4) + content;
}

inline std::string decimals(const std::vector<double>& values) {
  std::string text;
  for (const double value : values) {
    char number[32];
    std::snprintf(number, sizeof number, "%s%.10g", text.empty() ? "" : "\\", value);
    text += number;
  }
  return text;
}

inline std::string dicom_file(const std::string& sop_class, const std::map<std::uint32_t, std::string>& elements,
                              const std::string& transfer_syntax = "1.2.840.10008.1.2.1") {
  const std::string meta = element(0x00020001, "OB", std::string("\0\1", 2)) + element(0x00020002, "UI", sop_class) +
                           element(0x00020003, "UI", "1.2.3.4") + element(0x00020010, "UI", transfer_syntax);
  std::string text = std::string(128, '\0') + "DICM" +
                     element(0x00020000, "UL", little(static_cast<std::uint32_t>(meta.size()), 4)) + meta;
  for (const auto& [tag, encoded] : elements) text += encoded;
  return text;
}

// One CT or MR slice of signed 16-bit values. Fields are changed before bytes() as a test needs.
struct SliceFile {
  std::string patient = "P1", name = "Test^One", study = "1.2.3", series = "1.2.3.1", instance = "1";
  std::string modality = "CT", description = "Test series", study_date = "20240115", acquisition_date, thickness,
              echo_time;
  int rows = 4, columns = 6;
  Vec3 position{0, 0, 0};
  std::array<double, 6> orientation{1, 0, 0, 0, 1, 0};
  double row_spacing = 1, column_spacing = 1, slope = 1, intercept = 0;
  bool is_signed = true, oriented = true;
  int bits_stored = 16;
  std::vector<int> pixels;                    // rows * columns
  std::map<std::uint32_t, std::string> more;  // encoded elements that replace or join these

  std::string bytes() const {
    const auto us = [](int value) { return little(static_cast<std::uint32_t>(value), 2); };
    std::string words;
    for (const int value : pixels) words += us(value);
    std::map<std::uint32_t, std::string> e{
        {0x00080016, element(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2")},
        {0x00080018, element(0x00080018, "UI", series + "." + instance)},
        {0x00080020, element(0x00080020, "DA", study_date)},
        {0x00080060, element(0x00080060, "CS", modality)},
        {0x0008103E, element(0x0008103E, "LO", description)},
        {0x00100010, element(0x00100010, "PN", name)},
        {0x00100020, element(0x00100020, "LO", patient)},
        {0x0020000D, element(0x0020000D, "UI", study)},
        {0x0020000E, element(0x0020000E, "UI", series)},
        {0x00200013, element(0x00200013, "IS", instance)},
        {0x00200032, element(0x00200032, "DS", decimals({position[0], position[1], position[2]}))},
        {0x00280002, element(0x00280002, "US", us(1))},
        {0x00280004, element(0x00280004, "CS", "MONOCHROME2")},
        {0x00280010, element(0x00280010, "US", us(rows))},
        {0x00280011, element(0x00280011, "US", us(columns))},
        {0x00280030, element(0x00280030, "DS", decimals({row_spacing, column_spacing}))},
        {0x00280100, element(0x00280100, "US", us(16))},
        {0x00280101, element(0x00280101, "US", us(bits_stored))},
        {0x00280102, element(0x00280102, "US", us(bits_stored - 1))},
        {0x00280103, element(0x00280103, "US", us(is_signed ? 1 : 0))},
        {0x00281052, element(0x00281052, "DS", decimals({intercept}))},
        {0x00281053, element(0x00281053, "DS", decimals({slope}))},
        {0x7FE00010, element(0x7FE00010, "OW", words)}};
    if (oriented) e[0x00200037] = element(0x00200037, "DS", decimals({orientation.begin(), orientation.end()}));
    if (!acquisition_date.empty()) e[0x00080022] = element(0x00080022, "DA", acquisition_date);
    if (!thickness.empty()) e[0x00180050] = element(0x00180050, "DS", thickness);
    if (!echo_time.empty()) e[0x00180081] = element(0x00180081, "DS", echo_time);
    for (const auto& [tag, encoded] : more) e[tag] = encoded;
    return dicom_file("1.2.840.10008.5.1.4.1.1.2", e);
  }
};

}  // namespace longview
