#include "imaging/reading/file_names.h"

#include <cctype>
#include <set>
#include <vector>

#include "imaging/reading/bids.h"
#include "imaging/reading/text_header.h"

namespace longview {
namespace {

std::vector<std::string> words_of(const std::string& stem) {
  std::vector<std::string> words(1);
  for (const char c : stem) {
    if (c == '_' || c == '.' || c == ' ')
      words.emplace_back();
    else
      words.back() += c;
  }
  return words;
}

const std::set<std::string>& mask_words() {
  static const std::set<std::string> words{"mask",         "dseg", "seg",      "label",     "labels",
                                           "segmentation", "roi",  "labelmap", "lesionmask"};
  return words;
}

bool tells_kind(const std::string& word) {
  static const std::set<std::string> words{"t1",    "t1w", "t1ce", "t1c", "t1gd",    "t1post", "t2",  "t2w",
                                           "flair", "ct",  "mr",   "mri", "probseg", "count",  "map", "ce",
                                           "gd",    "dwi", "adc",  "pd",  "pdw",     "image",  "img", "scan"};
  return words.count(lower(word)) > 0;
}

// BIDS entities that part images of one visit.
bool tells_version(const std::string& word) {
  for (const char* key : {"desc-", "label-", "res-", "space-", "acq-", "run-", "ce-", "rec-", "echo-", "part-"})
    if (word.rfind(key, 0) == 0) return true;
  return false;
}

}  // namespace

bool names_mask(const std::string& stem) {
  std::string last = lower(words_of(stem).back());
  if (mask_words().count(last)) return true;
  const auto dash = last.rfind('-');
  return dash != std::string::npos && mask_words().count(last.substr(dash + 1)) > 0;
}

std::optional<Date> date_in(const std::string& text) {
  const auto digit = [&](std::size_t i) {
    return i < text.size() && std::isdigit(static_cast<unsigned char>(text[i]));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!digit(i) || (i > 0 && digit(i - 1))) continue;
    std::size_t end = i;
    while (digit(end)) ++end;
    const bool dashed =
        end - i == 4 && i + 10 <= text.size() && text[end] == '-' && text[i + 7] == '-' && !digit(i + 10);
    if (end - i != 8 && !dashed) continue;
    if (const auto date = date_from(text.substr(i, dashed ? 10 : 8))) return date;
  }
  return std::nullopt;
}

std::string visit_part(const std::string& stem) {
  std::string part;
  for (const std::string& word : words_of(stem)) {
    if (tells_kind(word) || tells_version(word) || mask_words().count(lower(word))) continue;
    part += (part.empty() ? "" : "_") + word;
  }
  return part;
}

std::string mask_name(const std::string& stem) {
  const BidsName bids = bids_name(stem);
  std::string name;
  if (const auto desc = bids.entities.find("desc"); desc != bids.entities.end())
    name = desc->second;
  else if (const auto label = bids.entities.find("label"); label != bids.entities.end())
    name = label->second;
  else if (bids.entities.empty())
    name = visit_part(stem);
  for (char& c : name)
    if (c == '_' || c == '-') c = ' ';
  if (name.empty()) return "Mask";
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name;
}

}  // namespace longview
