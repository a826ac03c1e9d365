// A patient's scans over time. A prediction is one more time point, of kind predicted: whatever measures, draws or
// writes a time point does so for both.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "imaging/core/label_map.h"
#include "imaging/core/problem.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

using Date = std::chrono::sys_days;

std::string iso(Date);                                 // "2024-01-15"
std::optional<Date> date_from(std::string_view text);  // "20240115" or "2024-01-15", else nothing
double days_between(Date from, Date to);

struct Patient {
  std::string id, name;
  std::optional<Date> birth_date;
  std::string sex;                  // "M", "F", "O" or empty
  std::optional<double> age_years;  // at the first date, where stated
};

// One acquired or predicted image. `grid` and `facts` are known from the headers; `volume` once it was read.
struct Series {
  std::string id;           // DICOM Series Instance UID, or the path of the file within the study
  std::string modality;     // "MR", "CT", ...
  std::string description;  // "T1 +Gd 3D"
  std::string sequence;     // "T1w", "ce-T1w", "T2w", "FLAIR", "CT" or empty where unknown
  Grid grid;
  std::vector<std::filesystem::path> files;  // in slice order along the grid's third axis
  std::string format;                        // "DICOM", "NIfTI", "MetaImage", "NRRD"; "memory" for predictions
  std::string frame_of_reference;            // DICOM Frame of Reference UID, or empty
  std::map<std::string, std::string> facts;  // further header values by DICOM keyword: "Manufacturer", "SliceThickness"
  bool readable = true;                      // false: a Problem says why
  std::optional<Volume> volume;
};

// A mask of one date: a file beside its image, a DICOM SEG, or one made here.
struct Segmentation {
  std::string name;                          // "Tumour"
  std::vector<std::filesystem::path> files;  // empty for one made here
  std::string format;                        // "DICOM SEG", "NIfTI", ..., "memory"
  std::string of_series;                     // id of the series that it was drawn on, or empty
  std::optional<LabelMap> labels;            // once it was read
};

enum class TimepointKind { acquired, predicted, backtest, synthetic };
std::string_view name_of(TimepointKind);  // "acquired", "predicted", "back-test", "synthetic"

// Where a predicted time point came from: enough to make it again.
struct Provenance {
  std::string model, version, weights_sha256;
  double horizon_days = 0;
  std::vector<std::string> inputs;  // sessions, oldest first
  std::uint64_t seed = 0;
  std::string device;                 // "cpu, 2 threads"
  std::vector<std::string> warnings;  // soft checks that were not met: they follow the prediction
};

struct NamedNumber {
  std::string name;  // "volume"
  double value = 0;
  std::optional<double> low, high;  // 10 to 90 % where the model gives one
  std::string unit;                 // "mL"
};

struct Timepoint {
  std::string session;  // "ses-01", unique in the study
  std::optional<Date> date;
  std::optional<double> day;  // days since the first date; nothing where only the order is known
  TimepointKind kind = TimepointKind::acquired;
  std::vector<Series> series;
  std::vector<Segmentation> masks;
  std::optional<Transform> from_study;  // after align: study space (that of the first acquired date) to this scan
  // Predicted ones only:
  std::optional<Provenance> provenance;
  std::optional<Volume> probability;  // of the tumour, 0 to 1
  std::optional<Volume> spread;       // standard deviation over samples, same unit as probability
  std::vector<NamedNumber> numbers;
};

struct Study {
  Patient patient;
  std::vector<Timepoint> timepoints;  // by day; predicted ones among them where their day belongs
  std::vector<Problem> problems;
  bool simulated = false;  // DICOM (0008,001C) Synthetic Data, or our own simulator's mark
  std::filesystem::path folder;
};

// "A1", "A2", "P1", "B1", "S1": the badge of timepoint `index` (window.md section 2).
std::string badge(const Study&, std::size_t index);

// The lesion's labels of a date: of the mask named like one ("tumour", "lesion", "nodule", "GTV" ...), else of the
// first mask that is no atlas of the brain and no organ's outline; null for none. What numbers, models and views call
// the lesion.
const LabelMap* lesion_of(const Timepoint&);

// The labels of brain structures that came with a date (DLMUSE's or ours); null for none.
const LabelMap* structures_of(const Timepoint&);

// The series that models and views start with: the readable one of the wanted sequence, else the largest; -1 if none.
int main_series(const Timepoint&, std::string_view wanted_sequence = {});

}  // namespace longview
