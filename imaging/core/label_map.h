// A segmentation: small integers on a grid, and what each of them stands for.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "imaging/core/coded_concept.h"
#include "imaging/core/volume.h"

namespace longview {

// Who drew it: DICOM Segment Algorithm Type (0062,0008).
enum class AlgorithmType { manual, semiautomatic, automatic };
std::string_view name_of(AlgorithmType);  // "MANUAL", "SEMIAUTOMATIC", "AUTOMATIC"

struct Label {
  int value = 1;
  std::string name = "Tumour";
  std::array<std::uint8_t, 3> colour{0x5A, 0xA9, 0xF2};  // sRGB
  CodedConcept category{"49755003", "SCT", "Morphologically Altered Structure"};
  CodedConcept type{"108369006", "SCT", "Neoplasm"};
  AlgorithmType algorithm_type = AlgorithmType::manual;
  std::string algorithm_name;  // with its version; empty for manual ones
};

struct LabelMap {
  Volume voxels;              // uint8 or uint16; 0 is background
  std::vector<Label> labels;  // one for every value that may occur, ascending

  const Grid& grid() const { return voxels.grid; }
};

// 1 where the voxel has any of the label's values (all labels without `value`), else 0: a uint8 volume.
Volume mask_of(const LabelMap&, std::optional<int> value = std::nullopt);

// The label that models follow and that numbers are of: the one named "enhancing", else 4 of a map with just 1, 2 and 4
// (BraTS 2017 to 2021: necrosis, oedema, enhancing), else 1. Nothing: every label is part of what is followed.
std::optional<int> followed_value(const LabelMap&);

// Its description; that of the first label, or a new one, where all are followed.
Label followed_label(const LabelMap&);

// mask_of the followed label, or of all.
Volume followed_mask(const LabelMap&);

// A map of one label from a mask: voxels above 0.5 are inside.
LabelMap label_map_of(const Volume& mask, Label label);

}  // namespace longview
