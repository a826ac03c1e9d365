// What a model says of a scan besides the next one: maps, tables and facts, each under the name (without ending) of the
// file that it is written to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "imaging/core/volume.h"

namespace longview {

// Written as NAME.nii.gz. On the grid of the scan that the model looked at; Volume::unit says what it counts ("z").
struct NamedMap {
  std::string name;   // "z"
  std::string title;  // "Deviation from the healthy"
  Volume volume;
  bool diverging = true;  // has a meaning on both sides of 0
  // What values above and below 0 mean: "less tissue than expected", "more". Empty: not said.
  std::string above = {}, below = {};
  std::string reference = {};            // whom it is measured against: "21 healthy, 20 to 82 y"; empty: nobody
  std::optional<double> threshold = {};  // nothing notable below it, where the model knows; in the volume's unit
};

// Written as NAME.csv.
struct NamedTable {
  std::string name;                            // "regions"
  std::vector<std::string> columns;            // with units: "volume_ml"
  std::vector<std::vector<std::string>> rows;  // a cell a column
  bool operator==(const NamedTable&) const = default;
};

// Written as NAME.json.
struct NamedFacts {
  std::string name;  // "status"
  std::string json;  // the whole text
  // What they come to, for those who read no JSON: "like the healthy"; empty: only the text.
  std::string says = {};
  std::optional<double> probability = {};  // calibrated, 0 to 1, of what `probability_of` names
  std::string probability_of = {};         // "atrophy"
  std::string note = {};  // how it was calibrated and whom it was learned from, in one or two sentences
  bool operator==(const NamedFacts&) const = default;
};

struct Findings {
  std::vector<NamedMap> maps;
  std::vector<NamedTable> tables;
  std::vector<NamedFacts> facts;
};

// RFC 4180: cells with commas, quotes or line ends in quotes, but lines end with "\n". Throws Failure
// for a row that has not a cell a column.
std::string csv_of(const NamedTable&);

}  // namespace longview
