// Headers of "key: value" or "key = value" lines.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace longview {

// The lines of a file's start, each with the offset behind its line end, until `stop` says so. Throws Failure where the
// header does not end within 64 kB.
struct HeaderLine {
  std::string text;
  std::uint64_t end = 0;
};
std::vector<HeaderLine> header_lines(const std::filesystem::path& file,
                                     const std::function<bool(const std::string&)>& stop);

// Without white space at both ends.
std::string trimmed(const std::string& text);
std::string lower(std::string text);

// Numbers parted by anything else; empty where the text holds none.
std::vector<double> numbers_in(const std::string& text);

}  // namespace longview
