#include <cmath>
#include <cstdlib>

#include "imaging/core/failure.h"
#include "imaging/reading/private/dicom_values.h"

namespace longview {
namespace {
// DCMTK tells its log what the caller is told by a condition: nothing of it belongs on a user's terminal.
void be_quiet() {
  static const bool done = [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    return true;
  }();
  static_cast<void>(done);
}
}  // namespace

void load(DcmFileFormat& file, const std::string& path) {
  be_quiet();
  const OFCondition condition = file.loadFile(path.c_str());
  if (condition.bad()) throw Failure("The file " + path + " cannot be read as DICOM: " + condition.text() + ".");
}

std::string text_of(DcmItem& item, const DcmTagKey& tag) {
  OFString text;
  if (item.findAndGetOFStringArray(tag, text).bad()) return {};
  const auto first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
  return first == OFString_npos ? std::string() : std::string(text.c_str() + first, last - first + 1);
}

int integer_of(DcmItem& item, const DcmTagKey& tag, int otherwise) {
  const auto all = numbers_of(item, tag);
  return all.empty() || std::abs(all[0]) > 2e9 ? otherwise : static_cast<int>(all[0]);
}

double number_of(DcmItem& item, const DcmTagKey& tag, double otherwise) {
  const auto all = numbers_of(item, tag);
  return all.empty() ? otherwise : all[0];
}

std::vector<double> numbers_of(DcmItem& item, const DcmTagKey& tag) {
  const std::string text = text_of(item, tag);
  std::vector<double> numbers;
  const char* at = text.c_str();
  while (*at) {
    char* end = nullptr;
    const double value = std::strtod(at, &end);
    if (end == at || !std::isfinite(value)) return {};
    numbers.push_back(value);
    while (*end == ' ') ++end;
    if (*end && *end != '\\') return {};
    at = *end ? end + 1 : end;
  }
  return numbers;
}

DcmItem* item_of(DcmItem& item, const DcmTagKey& sequence, unsigned long index) {
  DcmSequenceOfItems* items = nullptr;
  if (item.findAndGetSequence(sequence, items).bad() || !items || index >= items->card()) return nullptr;
  return items->getItem(index);
}

}  // namespace longview
