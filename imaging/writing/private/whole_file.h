// Private to writing: a file that is whole or absent.
#pragma once

#include <filesystem>
#include <string>

namespace longview {

// A name beside `file` to write to; commit() renames it, else it is removed.
class WholeFile {
 public:
  // Throws Failure if the folder of `file` does not exist or cannot be written to.
  explicit WholeFile(std::filesystem::path file);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  const std::filesystem::path& beside() const { return beside_; }
  // Gives what was written its name. Whoever wrote has closed the file and looked whether that went well. Throws
  // Failure.
  void commit();
  // A Failure that says why `file` could not be written, after the system's error number.
  [[noreturn]] void fail(int error) const;

 private:
  std::filesystem::path file_, beside_;
};

}  // namespace longview
