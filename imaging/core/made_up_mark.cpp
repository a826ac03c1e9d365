#include "imaging/core/made_up_mark.h"

#include <cstdio>

namespace longview {

std::string made_up_mark(TimepointKind kind, double horizon_days) {
  if (kind == TimepointKind::acquired) return {};
  if (kind == TimepointKind::synthetic) return "SYNTHETIC RESEARCH ONLY";
  char mark[64];
  std::snprintf(mark, sizeof mark, "PREDICTED %+.0f d RESEARCH ONLY", horizon_days);
  return mark;
}

std::optional<TimepointKind> kind_of_mark(std::string_view description) {
  if (description.starts_with("PREDICTED")) return TimepointKind::predicted;
  if (description.starts_with("SYNTHETIC RESEARCH ONLY")) return TimepointKind::synthetic;
  return std::nullopt;
}

}  // namespace longview
