#include "imaging/reading/bids.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "imaging/reading/formats.h"
#include "imaging/reading/text_header.h"

namespace longview {
namespace {

constexpr int folders_above = 5;

std::optional<double> number_in(const TableRow& row, const char* column) {
  const auto cell = row.find(column);
  if (cell == row.end() || cell->second.empty()) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(cell->second.c_str(), &end);
  return *end == '\0' ? std::optional(value) : std::nullopt;
}

std::string text_in(const TableRow& row, const char* column) {
  const auto cell = row.find(column);
  return cell == row.end() ? std::string() : cell->second;
}

// The nearest file of the name in the folders from that of `start` upwards.
std::optional<std::filesystem::path> above(const std::filesystem::path& start, const std::string& name) {
  std::filesystem::path folder = std::filesystem::absolute(start).parent_path();
  for (int i = 0; i < folders_above; ++i) {
    std::error_code error;
    if (std::filesystem::exists(folder / name, error)) return folder / name;
    if (folder == folder.parent_path()) break;
    folder = folder.parent_path();
  }
  return std::nullopt;
}

bool is_label(const std::string& cell, const std::string& prefix, const std::string& label) {
  return cell == label || cell == prefix + label;
}

std::string sex_from(const std::string& text) {
  const std::string word = lower(text);
  if (word == "m" || word == "male") return "M";
  if (word == "f" || word == "female") return "F";
  return word == "o" || word == "other" ? "O" : "";
}

}  // namespace

BidsName bids_name(const std::string& stem) {
  BidsName name;
  std::istringstream parts(stem);
  for (std::string part; std::getline(parts, part, '_');) {
    const auto dash = part.find('-');
    const bool is_entity = dash != std::string::npos && dash > 0;
    if (is_entity) name.entities[part.substr(0, dash)] = part.substr(dash + 1);
    name.suffix = is_entity ? std::string() : part;
  }
  return name;
}

std::string entity_of(const std::filesystem::path& file, const std::string& key) {
  const auto named = bids_name(stem_of(file)).entities;
  if (const auto found = named.find(key); found != named.end()) return found->second;
  std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  for (int i = 0; i < folders_above && folder != folder.parent_path(); ++i, folder = folder.parent_path())
    if (const std::string name = folder.filename().string(); name.rfind(key + "-", 0) == 0)
      return name.substr(key.size() + 1);
  return {};
}

std::vector<TableRow> read_table(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<std::string> columns;
  std::vector<TableRow> rows;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> cells;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, '\t');) cells.push_back(trimmed(cell));
    if (columns.empty()) {
      columns = cells;
      continue;
    }
    TableRow row;
    for (std::size_t i = 0; i < cells.size() && i < columns.size(); ++i) row[columns[i]] = cells[i];
    if (!row.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

SessionFacts session_facts(const std::filesystem::path& file, const std::string& subject, const std::string& session) {
  SessionFacts facts;
  if (const auto table = above(file, "sub-" + subject + "_sessions.tsv"))
    for (const TableRow& row : read_table(*table)) {
      if (!is_label(text_in(row, "session_id"), "ses-", session)) continue;
      facts.date = date_from(text_in(row, "acq_time"));
      for (const char* column : {"days", "day", "days_from_baseline"})
        if (!facts.day) facts.day = number_in(row, column);
      facts.age = number_in(row, "age");
    }
  const std::string scans =
      session.empty() ? "sub-" + subject + "_scans.tsv" : "sub-" + subject + "_ses-" + session + "_scans.tsv";
  if (const auto table = above(file, scans); table && !facts.date)
    for (const TableRow& row : read_table(*table)) {
      const auto date = date_from(text_in(row, "acq_time"));
      if (date && (!facts.date || *date < *facts.date)) facts.date = date;
    }
  return facts;
}

Patient participant(const std::filesystem::path& file, const std::string& subject) {
  Patient patient;
  patient.id = "sub-" + subject;
  if (const auto table = above(file, "participants.tsv"))
    for (const TableRow& row : read_table(*table))
      if (is_label(text_in(row, "participant_id"), "sub-", subject)) {
        patient.age_years = number_in(row, "age");
        patient.sex = sex_from(text_in(row, "sex"));
      }
  return patient;
}

std::map<std::string, std::string> sidecar(const std::filesystem::path& image) {
  std::map<std::string, std::string> values;
  std::ifstream in(image.parent_path() / (stem_of(image) + ".json"));
  if (!in) return values;
  const auto json = nlohmann::json::parse(in, nullptr, false);
  if (!json.is_object()) return values;
  for (const auto& [key, value] : json.items()) {
    if (value.is_string())
      values[key] = value.get<std::string>();
    else if (value.is_boolean() || value.is_number())
      values[key] = value.dump();
  }
  return values;
}

namespace {
// "SCT:108369006:Neoplasm", as write_nifti writes it; anything else leaves the concept as it is.
void read_code(const std::string& text, CodedConcept& code) {
  const auto first = text.find(':'), second = text.find(':', first + 1);
  if (first == std::string::npos || second == std::string::npos) return;
  code = {text.substr(first + 1, second - first - 1), text.substr(0, first), text.substr(second + 1)};
}

// The columns beyond BIDS' index and name that write_nifti adds: colour, codes, who drew it.
void read_look_and_codes(const TableRow& row, Label& label) {
  unsigned r = 0, g = 0, b = 0;
  if (std::sscanf(text_in(row, "color").c_str(), "#%2x%2x%2x", &r, &g, &b) == 3)
    label.colour = {static_cast<std::uint8_t>(r), static_cast<std::uint8_t>(g), static_cast<std::uint8_t>(b)};
  read_code(text_in(row, "category"), label.category);
  read_code(text_in(row, "type"), label.type);
  const std::string by = text_in(row, "algorithm_type");
  for (const AlgorithmType type : {AlgorithmType::manual, AlgorithmType::semiautomatic, AlgorithmType::automatic})
    if (by == name_of(type)) label.algorithm_type = type;
  const std::string name = text_in(row, "algorithm_name");
  if (!name.empty() && name != "n/a") label.algorithm_name = name;
}
}  // namespace

std::vector<Label> label_table(const std::filesystem::path& file) {
  const std::string stem = stem_of(file);
  const BidsName name = bids_name(stem);
  const auto desc = name.entities.find("desc");
  std::vector<std::string> candidates{stem + ".tsv"};
  if (desc != name.entities.end())
    for (const std::string& form : {"desc-" + desc->second + "_dseg.tsv", desc->second + "_dseg.tsv"})
      candidates.push_back(form);
  candidates.push_back("dseg.tsv");
  for (const std::string& candidate : candidates) {
    const auto table = above(file, candidate);
    if (!table) continue;
    std::vector<Label> labels;
    for (const TableRow& row : read_table(*table)) {
      const auto value = number_in(row, "index") ? number_in(row, "index") : number_in(row, "value");
      if (!value || *value < 1 || *value > 65535) continue;
      Label label;
      label.value = static_cast<int>(*value);
      label.name = text_in(row, "name").empty() ? text_in(row, "label") : text_in(row, "name");
      read_look_and_codes(row, label);
      labels.push_back(std::move(label));
    }
    if (!labels.empty()) return labels;
  }
  return {};
}

}  // namespace longview
