#include "imaging/reading/sequence_guess.h"

#include <cctype>
#include <initializer_list>

namespace longview {
namespace {

bool has_any(const std::string& text, std::initializer_list<const char*> words) {
  for (const char* word : words)
    if (text.find(word) != std::string::npos) return true;
  return false;
}

bool says_contrast(const std::string& words) {
  return has_any(words, {" gd", "+gd", "+c ", " ce ", " gad", "post", "contrast", " c+ ", "t1ce", "t1c ", "t1gd",
                         " ce gadolinium", " km ", " mit km"}) &&
         !has_any(words, {"ohne km", "without contrast", "no contrast", "non contrast", "pre contrast", "precontrast"});
}

std::string mr_sequence(const std::string& words, bool contrast) {
  if (has_any(words, {"flair", "dark fluid"}) && !has_any(words, {"t1 flair", "t1flair"})) return "FLAIR";
  if (has_any(words, {"t1", "mprage", "mp rage", "mp2rage", "spgr", "bravo", "tfl3d", " tfe", "vibe", "3d tfe"}))
    return contrast ? "ce-T1w" : "T1w";
  if (has_any(words, {"t2 star", "t2star", "t2 *", "swi", "swan", "gre", "bold", "ep2d", "dwi", "adc", "diff", "dti"}))
    return {};
  if (has_any(words, {"t2"})) return "T2w";
  return {};
}

}  // namespace

std::string as_words(std::string_view text) {
  std::string words = " ";
  for (const char c : text) {
    const bool kept = std::isalnum(static_cast<unsigned char>(c)) || c == '+';
    if (kept)
      words += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else if (words.back() != ' ')
      words += ' ';
  }
  if (words.back() != ' ') words += ' ';
  return words;
}

std::string guess_dicom_sequence(std::string_view modality, std::string_view text, std::string_view contrast) {
  if (modality == "CT") return "CT";
  if (modality != "MR") return {};
  const std::string words = as_words(text);
  return mr_sequence(words, !contrast.empty() || says_contrast(words));
}

std::string guess_file_sequence(std::string_view stem) {
  const std::string words = as_words(stem);
  if (has_any(words, {" ct ", " ldct ", " hrct "})) return "CT";
  return mr_sequence(words, says_contrast(words));
}

}  // namespace longview
