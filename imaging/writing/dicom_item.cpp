#include "imaging/writing/private/dicom_item.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>

#include "imaging/core/failure.h"
#include "imaging/writing/private/whole_file.h"

namespace longview {

namespace {

void need(const OFCondition& condition, const DcmTagKey& tag) {
  if (condition.good()) return;
  if (!dcmDataDict.isDictionaryLoaded())
    throw Failure("The DICOM data dictionary was not found. Unset DCMDICTPATH or reinstall libdcmtk17.");
  throw Failure("The DICOM attribute " + std::string(tag.toString().c_str()) +
                " cannot be written: " + condition.text() + ".");
}

std::string local_time(const char* format) {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  localtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), format, &parts);
  return text.data();
}

// FNV-1a, 64 bits, from a start of its own.
std::uint64_t fnv(const std::string& key, std::uint64_t hash) {
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash ^ (hash >> 29);
}

}  // namespace

void put(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  need(item.putAndInsertOFStringArray(tag, OFString(value.c_str(), value.size())), tag);
}

void put(DcmItem& item, const DcmTagKey& tag, Uint16 value) { need(item.putAndInsertUint16(tag, value), tag); }

void put_text(DcmItem& item, const DcmTagKey& tag, std::string text) {
  // Bytes, though PS3.5 6.2 counts characters: on the safe side.
  const DcmEVR vr = DcmTag(tag).getEVR();
  std::size_t most = 10240;
  if (vr == EVR_LO) most = 64;
  if (vr == EVR_SH || vr == EVR_CS) most = 16;
  if (vr == EVR_ST) most = 1024;
  if (vr == EVR_LO || vr == EVR_SH)  // a backslash would part it in two values
    for (char& c : text)
      if (c == '\\') c = '/';
  if (text.size() > most) {
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
    text.resize(most);
  }
  need(item.putAndInsertString(tag, text.c_str()), tag);
}

void put_code(DcmItem& item, const DcmTagKey& sequence, const CodedConcept& code) {
  DcmItem& coded = item_of(item, sequence);
  put_text(coded, code.value.size() > 16 ? DCM_LongCodeValue : DCM_CodeValue, code.value);  // PS3.3 8.1
  put_text(coded, DCM_CodingSchemeDesignator, code.scheme);
  put_text(coded, DCM_CodeMeaning, code.meaning);
}

std::string get(DcmItem& item, const DcmTagKey& tag) {
  OFString text;
  item.findAndGetOFStringArray(tag, text);
  return {text.c_str(), text.size()};
}

DcmItem& item_of(DcmItem& item, const DcmTagKey& sequence, long n) {
  DcmItem* found = nullptr;
  need(item.findOrCreateSequenceItem(sequence, found, n), sequence);
  return *found;
}

std::string decimal(double number) {
  if (!std::isfinite(number))
    throw Failure("A geometry or measurement is not a finite number and cannot be written as DICOM.");
  if (number == 0) return "0";  // and no minus sign
  std::array<char, 40> text{};
  for (int digits = 15; digits > 0; --digits) {
    std::snprintf(text.data(), text.size(), "%.*g", digits, number);
    if (std::char_traits<char>::length(text.data()) <= 16) break;
  }
  return text.data();
}

std::string decimals(std::initializer_list<double> numbers) {
  std::string text;
  for (const double number : numbers) text += (text.empty() ? "" : "\\") + decimal(number);
  return text;
}

std::string dicom_date(Date date) {
  std::string text;
  for (const char c : iso(date))
    if (c != '-') text += c;
  return text;
}

std::string date_now() { return local_time("%Y%m%d"); }
std::string time_now() { return local_time("%H%M%S"); }

std::string new_uid() {
  std::array<char, 100> uid{};
  return dcmGenerateUniqueIdentifier(uid.data());
}

std::string uid_from(const std::string& key) {
  const std::uint64_t high = (fnv(key, 0xcbf29ce484222325ULL) & ~0xF000ULL) | 0x8000ULL;       // UUID version 8
  const std::uint64_t low = (fnv(key, 0x84222325cbf29ce4ULL) & ~(3ULL << 62)) | (2ULL << 62);  // its variant
  std::array<std::uint32_t, 4> words{static_cast<std::uint32_t>(high >> 32), static_cast<std::uint32_t>(high),
                                     static_cast<std::uint32_t>(low >> 32), static_cast<std::uint32_t>(low)};
  std::string digits;  // long division by ten
  for (bool more = true; more;) {
    std::uint64_t rest = 0;
    more = false;
    for (std::uint32_t& word : words) {
      const std::uint64_t part = rest << 32 | word;
      word = static_cast<std::uint32_t>(part / 10);
      rest = part % 10;
      more |= word != 0;
    }
    digits.insert(digits.begin(), static_cast<char>('0' + rest));
  }
  return "2.25." + digits;
}

void save(DcmDataset& dataset, const std::filesystem::path& file) {
  WholeFile whole(file);
  DcmFileFormat format(&dataset, OFFalse);
  errno = 0;
  const OFCondition written =
      format.saveFile(whole.beside().c_str(), EXS_LittleEndianExplicit, EET_ExplicitLength, EGL_recalcGL, EPD_noChange);
  const int error = errno;
  format.getAndRemoveDataset();
  if (written.bad() && error != 0) whole.fail(error);
  if (written.bad()) throw Failure("Cannot write " + file.string() + ": " + written.text() + ".");
  whole.commit();
}

DcmFileFormat load(const std::filesystem::path& file) {
  DcmFileFormat format;
  const OFCondition read = format.loadFile(file.c_str());
  if (read.bad()) throw Failure("Cannot read the DICOM file " + file.string() + ": " + read.text() + ".");
  return format;
}

}  // namespace longview
