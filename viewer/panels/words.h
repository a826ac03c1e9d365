// Numbers and dates as the window writes them (window.md sections 2, 10 and 12).
#pragma once

#include <QString>
#include <optional>

#include "imaging/core/study.h"

namespace longview {

// "2.34", "17.0", "151": three significant digits at most, minus as −.
QString three_digits(double value);
// With its sign in front: "+4.64", "−2.1".
QString signed_digits(double value);
// "2.34 mL" with a thin space before the unit; predicted values get "≈ " in front.
QString with_unit(double value, const QString& unit, bool predicted);

// The ISO date, else "day 92", else the session's name.
QString date_words(const Timepoint& timepoint);
// "MR", "CT", ... of the date's main series.
QString modality_of(const Timepoint& timepoint);
// "T1 +Gd, predicted": how a series is named in tree and corner.
QString series_words(const Series& series, TimepointKind kind);

// "Predicted", "Acquired", ... for accessible names; lower case.
QString kind_words(TimepointKind kind);
bool is_acquired(const Timepoint& timepoint);

}  // namespace longview
