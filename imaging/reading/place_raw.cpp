#include <algorithm>

#include "imaging/reading/bids.h"
#include "imaging/reading/file_names.h"
#include "imaging/reading/formats.h"
#include "imaging/reading/found_image.h"
#include "imaging/reading/sequence_guess.h"

namespace longview {
namespace {

std::string name_of_folder(const std::filesystem::path& folder) {
  const auto whole = std::filesystem::weakly_canonical(folder);
  return std::filesystem::is_directory(whole) ? whole.filename().string() : whole.parent_path().filename().string();
}

// BIDS entities that say nothing of the kind of image would mislead the guess ("space-FLAIR").
std::string telling_part(const std::string& stem) {
  const BidsName name = bids_name(stem);
  if (!name.entities.count("sub")) return stem;
  std::string part;
  for (const char* key : {"ce", "acq", "desc"})
    if (const auto entity = name.entities.find(key); entity != name.entities.end())
      part += std::string(key) + "-" + entity->second + "_";
  return part + name.suffix;
}

std::string guess(const std::string& stem) {
  const BidsName name = bids_name(stem);
  const std::string& suffix = name.suffix;
  const bool enhanced = name.entities.count("ce") > 0;
  if (suffix == "T1w") return enhanced ? "ce-T1w" : "T1w";
  if (suffix == "T2w" || suffix == "FLAIR") return suffix;
  if (suffix == "probseg") return {};
  return guess_file_sequence(telling_part(stem));
}

std::string description_of(const std::string& stem) {
  std::string text = bids_name(stem).entities.count("sub") ? telling_part(stem) : stem;
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

void place_in_time(const RawImage& image, const std::filesystem::path& folder, Placed& placed) {
  const std::string subject = entity_of(image.file, "sub"), session = entity_of(image.file, "ses");
  const std::string stem = stem_of(image.file);
  if (!subject.empty()) {
    placed.patient = participant(image.file, subject);
    placed.session = session.empty() ? "" : "ses-" + session;
    placed.named = !session.empty();
    const SessionFacts facts = session_facts(image.file, subject, session);
    placed.date = facts.date;
    placed.day = facts.day;
    if (!placed.patient.age_years) placed.patient.age_years = facts.age;
    return;
  }
  placed.patient.id = name_of_folder(folder);
  const auto within = image.file.parent_path().lexically_relative(folder);
  placed.loose = session.empty();
  placed.session = session.empty() ? (within / visit_part(stem)).string() : "ses-" + session;
  placed.named = !session.empty();
  placed.date = date_in(stem);
  if (!placed.date && within != ".") placed.date = date_in(within.string());
}

Series series_of(const RawImage& image, const std::filesystem::path& folder) {
  const std::string stem = stem_of(image.file);
  Series series;
  series.id = image.file.lexically_relative(folder).string();
  if (series.id == "." || series.id.empty()) series.id = image.file.filename().string();
  series.description = description_of(stem);
  series.sequence = guess(stem);
  if (image.refusal.empty())
    series.grid = grid_of(image);
  else
    series.grid.size = image.size;
  series.files = {image.file};
  series.format = image.format;
  series.facts = image.facts;
  for (const auto& [key, value] : sidecar(image.file)) series.facts[key] = value;
  const auto stated = series.facts.find("Modality");
  series.modality = series.sequence == "CT"        ? "CT"
                    : !series.sequence.empty()     ? "MR"
                    : stated != series.facts.end() ? stated->second
                                                   : "";
  series.readable = image.refusal.empty();
  return series;
}

std::vector<Problem> problems_of(const RawImage& image) {
  std::vector<Problem> problems;
  if (!image.refusal.empty()) {
    problems.push_back({Severity::error, "", image.refusal});
    return problems;
  }
  for (const std::string& oddity : image.oddities) problems.push_back({Severity::warning, "", oddity});
  if (is_sheared(image))
    problems.push_back({Severity::warning, "",
                        "The header's transform is sheared: the image is resampled onto a grid of right angles."});
  if (image.volumes > 1)
    problems.push_back({Severity::warning, "",
                        "The file holds " + std::to_string(image.volumes) + " volumes; only the first is shown."});
  return problems;
}

}  // namespace

std::vector<Placed> place_raw(const FoundFiles& found, const std::filesystem::path& folder) {
  std::vector<Placed> all;
  for (const RawImage& image : found.raw) {
    Placed placed;
    place_in_time(image, folder, placed);
    placed.problems = problems_of(image);
    if (names_mask(stem_of(image.file))) {
      placed.mask = Segmentation{mask_name(stem_of(image.file)), {image.file}, image.format, {}, {}};
      if (image.refusal.empty()) placed.mask_grid = grid_of(image);
    } else {
      placed.series = series_of(image, folder);
      const auto& facts = placed.series->facts;
      if (const auto mark = facts.find("Simulated"); mark != facts.end()) placed.simulated = mark->second == "true";
      for (const char* key : {"AcquisitionDate", "AcquisitionDateTime"})
        if (const auto date = facts.find(key); date != facts.end() && !placed.date)
          placed.date = date_from(date->second);
    }
    if (const auto written = image.facts.find("descrip"); written != image.facts.end()) {
      placed.simulated |= written->second.starts_with("SIMULATED");
      mark_if_predicted(written->second, placed);
    }
    all.push_back(std::move(placed));
  }
  return all;
}

}  // namespace longview
