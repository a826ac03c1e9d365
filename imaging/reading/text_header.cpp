#include "imaging/reading/text_header.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "imaging/core/failure.h"
#include "imaging/reading/byte_source.h"

namespace longview {

std::vector<HeaderLine> header_lines(const std::filesystem::path& file,
                                     const std::function<bool(const std::string&)>& stop) {
  ByteSource source(file);
  std::string text(static_cast<std::size_t>(std::min<std::uint64_t>(source.size(), 65536)), '\0');
  if (!source.read_large(0, text.data(), text.size())) throw Failure("The file " + file.string() + " cannot be read.");
  std::vector<HeaderLine> lines;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find('\n', at);
    const bool last = end == std::string::npos;
    if (last) end = text.size();
    std::string line = text.substr(at, end - at);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    at = end + 1;
    lines.push_back({line, last ? end : at});
    if (stop(line)) return lines;
    if (last && text.size() == source.size()) return lines;
  }
  throw Failure("The file " + file.string() + " has a header that does not end.");
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n"), last = text.find_last_not_of(" \t\r\n");
  return first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::vector<double> numbers_in(const std::string& text) {
  std::vector<double> numbers;
  const char* at = text.c_str();
  while (*at) {
    char* end = nullptr;
    const double value = std::strtod(at, &end);
    if (end == at)
      ++at;
    else
      numbers.push_back(value), at = end;
  }
  return numbers;
}

}  // namespace longview
