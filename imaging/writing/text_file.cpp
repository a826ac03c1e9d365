#include "imaging/writing/text_file.h"

#include <cerrno>
#include <fstream>

#include "imaging/writing/private/whole_file.h"

namespace longview {

void write_text(std::string_view text, const std::filesystem::path& file) {
  WholeFile whole(file);
  errno = 0;
  std::ofstream out(whole.beside(), std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) whole.fail(errno ? errno : EIO);
  whole.commit();
}

}  // namespace longview
