#include "imaging/core/brain_structures.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "imaging/core/failure.h"

namespace longview {

namespace {
// One line a pair of sides (or one in the middle), with the labels of DLMUSE that it is made of; of a pair the right
// ones. The left one is the right one plus 1 but where `left` says otherwise.
struct Line {
  const char* name;
  Tissue tissue;
  const char* lobe;
  const char* code;
  const char* meaning;
  std::vector<int> muse;
  std::vector<int> left;  // empty: in the middle
};

std::vector<int> next(std::vector<int> values) {
  for (int& value : values) ++value;
  return values;
}

std::vector<Line> lines() {
  using enum Tissue;
  constexpr const char *brain = "12738006", *brain_word = "Brain", *white_code = "68523003",
                       *white_word = "Cerebral white matter", *cerebellum = "113305005",
                       *cerebellum_word = "Cerebellum";
  std::vector<Line> all;
  const auto middle = [&](const char* name, Tissue tissue, const char* lobe, const char* code, const char* meaning,
                          std::vector<int> muse) {
    all.push_back({name, tissue, lobe, code, meaning, std::move(muse), {}});
  };
  const auto pair = [&](const char* name, Tissue tissue, const char* lobe, const char* code, const char* meaning,
                        std::vector<int> right) {
    std::vector<int> left = next(right);
    all.push_back({name, tissue, lobe, code, meaning, std::move(right), std::move(left)});
  };
  middle("Sulcal fluid", fluid, "fluid", "65216001", "Cerebrospinal fluid", {1, 46});
  pair("Lateral ventricle", fluid, "ventricles", "66720007", "Lateral ventricle of brain", {49, 51});
  middle("Third ventricle", fluid, "ventricles", "49841001", "Third ventricle", {4});
  middle("Fourth ventricle", fluid, "ventricles", "35918002", "Fourth ventricle", {11});
  pair("Hippocampus", grey, "temporal", "5366008", "Hippocampus", {47});
  pair("Amygdala", grey, "temporal", "4958002", "Amygdala", {31});
  all.push_back({"Caudate and accumbens", grey, "deep", "11000004", "Caudate nucleus", {23, 36}, {30, 37}});
  pair("Lentiform nucleus", grey, "deep", brain, brain_word, {55, 57});
  pair("Thalamus", grey, "deep", "42695009", "Thalamus", {59});
  pair("Frontal grey", grey, "frontal", "83678007", "Frontal lobe",
       {104, 112, 118, 120, 124, 136, 140, 142, 146, 150, 152, 162, 164, 178, 182, 186, 190, 192, 204});
  pair("Parietal grey", grey, "parietal", "16630005", "Parietal lobe", {106, 148, 168, 174, 176, 194, 198});
  pair("Temporal grey", grey, "temporal", "78277001", "Temporal lobe", {122, 132, 154, 180, 184, 200, 202, 206});
  pair("Medial temporal grey", grey, "temporal", "78277001", "Temporal lobe", {116, 170});
  pair("Occipital grey", grey, "occipital", "31065004", "Occipital lobe", {108, 114, 128, 134, 144, 156, 160, 196});
  pair("Insular grey", grey, "insular", "36169008", "Insula", {102, 172});
  pair("Cingulate grey", grey, "cingulate", brain, brain_word, {100, 138, 166});
  pair("Frontal white", white, "frontal", white_code, white_word, {81});
  pair("Parietal white", white, "parietal", white_code, white_word, {85});
  pair("Temporal white", white, "temporal", white_code, white_word, {87});
  pair("Occipital white", white, "occipital", white_code, white_word, {83});
  pair("Central white", white, "deep", white_code, white_word, {89, 91, 93});
  middle("Corpus callosum", white, "deep", "88442005", "Corpus callosum", {95});
  pair("Cerebellar grey", grey, "cerebellum", cerebellum, cerebellum_word, {38});
  middle("Cerebellar vermis", grey, "cerebellum", cerebellum, cerebellum_word, {71, 72, 73});
  pair("Cerebellar white", white, "cerebellum", cerebellum, cerebellum_word, {40});
  middle("Brainstem and ventral diencephalon", white, "brainstem", "15926001", "Brain stem", {35, 61, 62, 69, 75, 76});
  return all;
}

struct Table {
  std::vector<BrainStructure> structures;
  std::array<int, 256> muse{};
};

Table make_table() {
  Table table;
  for (const Line& line : lines()) {
    const int value = static_cast<int>(table.structures.size()) + 1;
    const CodedConcept code{line.code, "SCT", line.meaning};
    const bool sided = !line.left.empty();
    table.structures.push_back({value, line.name, sided ? Side::right : Side::middle, line.tissue, line.lobe,
                                sided ? value + 1 : value, code});
    for (const int index : line.muse) table.muse[static_cast<std::size_t>(index)] = value;
    if (!sided) continue;
    table.structures.push_back({value + 1, line.name, Side::left, line.tissue, line.lobe, value, code});
    for (const int index : line.left) table.muse[static_cast<std::size_t>(index)] = value + 1;
  }
  return table;
}

const Table& table() {
  static const Table made = make_table();
  return made;
}

template <class Keep>
std::vector<int> values_where(Keep&& keep) {
  std::vector<int> values;
  for (const BrainStructure& structure : table().structures)
    if (keep(structure)) values.push_back(structure.value);
  return values;
}

std::vector<BrainRegion> make_regions() {
  const auto tissue = [](Tissue wanted) { return values_where([&](const auto& s) { return s.tissue == wanted; }); };
  std::vector<BrainRegion> regions{{"Brain", values_where([](const auto& s) { return s.tissue != Tissue::fluid; })},
                                   {"Grey matter", tissue(Tissue::grey)},
                                   {"White matter", tissue(Tissue::white)},
                                   {"Fluid", tissue(Tissue::fluid)},
                                   {"Ventricles", values_where([](const auto& s) { return s.lobe == "ventricles"; })},
                                   {"Hippocampi", values_where([](const auto& s) { return s.name == "Hippocampus"; })},
                                   {"Amygdalae", values_where([](const auto& s) { return s.name == "Amygdala"; })}};
  for (const char* lobe : {"frontal", "parietal", "temporal", "occipital"})
    for (const Side side : {Side::right, Side::left}) {
      std::string name = std::string(lobe) + (side == Side::right ? " lobe, right" : " lobe, left");
      name[0] = static_cast<char>(name[0] - 'a' + 'A');
      regions.push_back({name, values_where([&](const auto& s) { return s.lobe == lobe && s.side == side; })});
    }
  return regions;
}

// Hues apart by the golden angle, brighter for grey matter, darker for fluid.
std::array<std::uint8_t, 3> colour_of(const BrainStructure& structure) {
  const double hue = std::fmod(137.508 * structure.value, 360.0) / 60.0;
  const double light = structure.tissue == Tissue::grey ? 0.85 : structure.tissue == Tissue::white ? 0.65 : 0.5;
  std::array<std::uint8_t, 3> colour{};
  for (int c = 0; c < 3; ++c) {
    const double k = std::fmod(5.0 - 2 * c + hue, 6.0);
    colour[static_cast<std::size_t>(c)] =
        static_cast<std::uint8_t>(std::lround(255 * light * (1 - 0.65 * std::clamp(std::min(k, 4 - k), 0.0, 1.0))));
  }
  return colour;
}

bool are_structures(const LabelMap& labels) {
  return std::all_of(labels.labels.begin(), labels.labels.end(), [](const Label& label) {
    return label.value >= 1 && label.value <= kBrainStructures &&
           label.name == full_name(table().structures[static_cast<std::size_t>(label.value - 1)]);
  });
}

bool are_muse(const LabelMap& labels) {
  const auto known = std::count_if(labels.labels.begin(), labels.labels.end(),
                                   [](const Label& label) { return structure_of_muse(label.value) > 0; });
  return known >= 40;  // lesion masks have a handful
}
}  // namespace

std::string_view name_of(Tissue tissue) {
  return tissue == Tissue::fluid ? "fluid" : tissue == Tissue::grey ? "grey" : "white";
}

std::span<const BrainStructure> brain_structures() { return table().structures; }

std::string full_name(const BrainStructure& structure) {
  if (structure.side == Side::middle) return structure.name;
  return structure.name + (structure.side == Side::right ? ", right" : ", left");
}

int structure_of_muse(int index) {
  return index < 0 || index > 255 ? 0 : table().muse[static_cast<std::size_t>(index)];
}

bool are_brain_structures(const LabelMap& labels) {
  return !labels.labels.empty() && (are_structures(labels) || are_muse(labels));
}

LabelMap brain_structures_from(const LabelMap& labels) {
  if (labels.labels.empty()) throw Failure("This scan has no labels of brain structures.");
  if (are_structures(labels)) return labels;
  if (!are_muse(labels))
    throw Failure("These labels are neither Longview's brain structures nor those of DLMUSE, so they cannot be used.");
  std::vector<std::uint8_t> values(voxel_count(labels.grid()));
  visit_voxels(labels.voxels, [&](auto voxels) {
    for (std::size_t n = 0; n < values.size(); ++n)
      values[n] = static_cast<std::uint8_t>(structure_of_muse(static_cast<int>(voxels[n])));
  });
  return {make_volume(labels.grid(), std::move(values)), structure_labels("DLMUSE")};
}

std::vector<Label> structure_labels(const std::string& algorithm) {
  std::vector<Label> labels;
  for (const BrainStructure& structure : table().structures)
    labels.push_back({structure.value,
                      full_name(structure),
                      colour_of(structure),
                      {"123037004", "SCT", "Anatomical Structure"},
                      structure.code,
                      AlgorithmType::automatic,
                      algorithm});
  return labels;
}

std::span<const BrainRegion> brain_regions() {
  static const std::vector<BrainRegion> regions = make_regions();
  return regions;
}

}  // namespace longview
