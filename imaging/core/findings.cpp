#include "imaging/core/findings.h"

#include "imaging/core/failure.h"

namespace longview {

namespace {
std::string cell_of(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string line_of(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t n = 0; n < cells.size(); ++n) line += (n ? "," : "") + cell_of(cells[n]);
  return line + "\n";
}
}  // namespace

std::string csv_of(const NamedTable& table) {
  std::string text = line_of(table.columns);
  for (const auto& row : table.rows) {
    if (row.size() != table.columns.size())
      throw Failure("A row of the table " + table.name + " has " + std::to_string(row.size()) + " cells for " +
                    std::to_string(table.columns.size()) + " columns.");
    text += line_of(row);
  }
  return text;
}

}  // namespace longview
