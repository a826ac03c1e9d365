#include "imaging/writing/private/whole_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "imaging/core/failure.h"

namespace longview {

namespace {

std::string reason(int error) {
  switch (error) {
    case ENOSPC: return "the disk is full. Free some space or choose another folder.";
    case EDQUOT: return "your share of the disk is used up. Free some space or choose another folder.";
    case EACCES:
    case EPERM: return "you may not write there. Choose another folder.";
    case EROFS: return "the disk is read-only. Choose another folder.";
    default: return std::system_category().message(error) + ".";
  }
}

}  // namespace

WholeFile::WholeFile(std::filesystem::path file) : file_(std::move(file)) {
  const auto folder = file_.has_parent_path() ? file_.parent_path() : std::filesystem::path(".");
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored))
    throw Failure("Cannot write " + file_.string() + ": the folder " + folder.string() +
                  " does not exist. Make it or choose another.");
  if (std::filesystem::is_directory(file_, ignored))
    throw Failure("Cannot write " + file_.string() + ": a folder of that name is there. Choose another name.");
  std::string pattern = (folder / ".longview-XXXXXX").string();
  const int descriptor = ::mkstemp(pattern.data());
  if (descriptor < 0) fail(errno);
  ::fchmod(
      descriptor, 0666 & ~[] {  // mkstemp gives 0600; others may read what the user's umask allows
        const mode_t mask = ::umask(0);
        ::umask(mask);
        return mask;
      }());
  ::close(descriptor);
  beside_ = pattern;
}

WholeFile::~WholeFile() {
  std::error_code ignored;
  if (!beside_.empty()) std::filesystem::remove(beside_, ignored);
}

void WholeFile::fail(int error) const { throw Failure("Cannot write " + file_.string() + ": " + reason(error)); }

void WholeFile::commit() {
  if (::rename(beside_.c_str(), file_.c_str()) != 0) fail(errno);
  beside_.clear();
}

}  // namespace longview
