// What BIDS says by names and tables (bids-specification.readthedocs.io): entities, sessions, participants, sidecars.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "imaging/core/label_map.h"
#include "imaging/core/study.h"

namespace longview {

struct BidsName {
  std::map<std::string, std::string> entities;  // "sub" -> "01", without the key
  std::string suffix;                           // "T1w", "mask"
};

// "sub-01_ses-02_ce-gadolinium_T1w" taken apart; parts that are no entity are dropped but for the last.
BidsName bids_name(const std::string& stem);

// The entity from the file name, else from the nearest folder above that is named so ("sub-01"), else empty.
std::string entity_of(const std::filesystem::path& file, const std::string& key);

// A table of tab-separated values by column name. Empty where the file cannot be read.
using TableRow = std::map<std::string, std::string>;
std::vector<TableRow> read_table(const std::filesystem::path& file);

struct SessionFacts {
  std::optional<Date> date;
  std::optional<double> day;
  std::optional<double> age;
};
// From sub-X_sessions.tsv and sub-X_ses-Y_scans.tsv above or beside `file`.
SessionFacts session_facts(const std::filesystem::path& file, const std::string& subject, const std::string& session);

// Age and sex from the nearest participants.tsv above `file`.
Patient participant(const std::filesystem::path& file, const std::string& subject);

// The JSON sidecar's simple values as text; empty where there is none or it is no JSON.
std::map<std::string, std::string> sidecar(const std::filesystem::path& image);

// Names of labels, and colours, codes and makers where write_nifti wrote them, from the table beside the file or, by BIDS inheritance, above it ("dlmuse_dseg.tsv").
std::vector<Label> label_table(const std::filesystem::path& file);

}  // namespace longview
