// A term with its code, as DICOM PS3.3 section 8 has it: value, scheme and meaning.
#pragma once

#include <string>

namespace longview {

struct CodedConcept {
  std::string value;     // "108369006"
  std::string scheme;    // "SCT", "DCM", "UCUM"
  std::string meaning;   // "Neoplasm"

  bool operator==(const CodedConcept&) const = default;
};

}  // namespace longview
