// The structures of the brain that labels, regional tables, simulators and networks speak of: one list, one numbering.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "imaging/core/label_map.h"

namespace longview {

enum class Tissue { fluid, grey, white };
enum class Side { middle, right, left };
std::string_view name_of(Tissue);  // "fluid", "grey", "white"

struct BrainStructure {
  int value = 0;       // in label maps; 1 to kBrainStructures
  std::string name;    // "Hippocampus"; without its side
  Side side = Side::middle;
  Tissue tissue = Tissue::grey;
  std::string lobe;    // "frontal", "temporal", "parietal", "occipital", "insular", "cingulate", "deep", "cerebellum",
                       // "brainstem", "ventricles", "fluid"
  int mirrored = 0;    // the value on the other side; its own for those in the middle
  CodedConcept code;   // SNOMED CT
};

inline constexpr int kBrainStructures = 46;

// In order of their values; the first has value 1. With 0, these are the classes of the labels network.
std::span<const BrainStructure> brain_structures();

// "Hippocampus, right".
std::string full_name(const BrainStructure&);

// The structure that a label of DLMUSE (index of ../shared's dlmuse_dseg.tsv; MUSE's numbers) is part of; 0 for none.
int structure_of_muse(int index);

// True for a map of these structures, or of enough of DLMUSE's to be one.
bool are_brain_structures(const LabelMap& labels);

// A map of the structures from one of DLMUSE's indices, on the same grid. Label maps whose labels already are these
// structures come back as they are; throws Failure for any other.
LabelMap brain_structures_from(const LabelMap& labels);

// Label entries for a map of all structures, marked AUTOMATIC by `algorithm`.
std::vector<Label> structure_labels(const std::string& algorithm);

// What volumes and Dice are reported of beside the single structures: "Brain", "Grey matter", "White matter", "Fluid",
// "Ventricles", "Hippocampi", "Amygdalae", "Frontal lobe, right" ... each with the values that it is made of.
struct BrainRegion {
  std::string name;
  std::vector<int> values;
};
std::span<const BrainRegion> brain_regions();

}  // namespace longview
