// What was odd about the data and what was done about it: a value that travels with the study, not an error.
#pragma once

#include <string>
#include <string_view>

namespace longview {

enum class Severity { note, warning, error };

struct Problem {
  Severity severity = Severity::note;
  std::string where;   // the date, series or file it is about, in the user's terms: "2024-01-15 T1 +Gd"
  std::string what;    // one or two sentences: what is odd, what was done, the way out
};

std::string_view name_of(Severity);

}  // namespace longview
