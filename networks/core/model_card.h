// What is known of a model: MONAI bundle's metadata keys and ours (networks.md 0.9), as JSON beside the weights.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "networks/core/history.h"

namespace longview {

struct Range {
  double low = 0, high = 0;
};

struct CardFigure {
  std::string method;       // "gp-gan", "nothing-changes"
  std::string metric;       // "growth_dice"
  std::string data;         // "simulated" or "real"
  double value = 0, low = 0, high = 0;   // mean and its 95 % interval
  int n = 0;
};

struct ModelCard {
  std::string name;               // "gp-gan": folder name with hyphens
  std::string title;              // "GP-GAN"
  std::string task;               // "Brain tumour growth"
  std::string description;        // one or two sentences
  std::string version = "0";
  std::string reference;          // paper with its DOI
  std::string trained_on;         // data in words; empty for baselines that learn nothing
  std::string licence;
  std::vector<std::string> needs; // "MR", "ce-T1w", "lesion", "two dates"
  Preparation preparation = Preparation::lesion;
  Range interval_days{0, 0};      // trained range; {0, 0}: any
  std::map<std::string, Range> applicability;   // "spacing_mm", "slice_thickness_mm", "lesion_ml", "brain_ml", ...
  std::vector<CardFigure> figures;
  std::vector<std::string> limits;
  std::string weights_file;       // beside the card; empty for models without weights
  std::string weights_sha256;
  bool weights_installed = true;
  std::string text;               // the whole card as JSON, for "Full card..."
};

// Reads resources/models/<folder>/card.json. Throws Failure for a card that is cut, is no JSON or lacks a key.
ModelCard read_card(const std::filesystem::path& file);

// The card in models_folder()/`folder`; where there is none, what `general` (a card as JSON) says of a model whose
// weights are not there.
ModelCard installed_card(const std::string& folder, const std::string& general);

// Where resources/models lies: $LONGVIEW_MODELS, else beside the program, else the installed place, else the source tree.
std::filesystem::path models_folder();

}  // namespace longview
