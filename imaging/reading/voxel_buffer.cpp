#include "imaging/reading/voxel_buffer.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "imaging/core/failure.h"

namespace longview {

std::shared_ptr<void> voxel_buffer(std::size_t bytes) {
  void* start = nullptr;
  const std::size_t room = std::max<std::size_t>(64, bytes);
  if (::posix_memalign(&start, 64, room) != 0)
    throw Failure("There is not enough memory for an image of " + size_in_words(static_cast<double>(bytes)) + ".");
  return {start, std::free};
}

void check_memory(double bytes, const std::filesystem::path& file) {
  const double all = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGE_SIZE));
  if (bytes > 0.8 * all)
    throw Failure("The file " + file.string() + " asks for " + size_in_words(bytes) + " of memory; this machine has " +
                  size_in_words(all) + ".");
}

std::string size_in_words(double bytes) {
  char text[40];
  if (bytes < 1e4)
    std::snprintf(text, sizeof text, "%.0f bytes", bytes);
  else if (bytes < 1e6)
    std::snprintf(text, sizeof text, "%.0f kB", bytes / 1e3);
  else if (bytes < 1e9)
    std::snprintf(text, sizeof text, "%.1f MB", bytes / 1e6);
  else
    std::snprintf(text, sizeof text, "%.1f GB", bytes / 1e9);
  return text;
}

void swap_bytes(void* values, std::size_t count, std::size_t width) {
  auto* bytes = static_cast<std::uint8_t*>(values);
  if (width < 2) return;
  for (std::size_t i = 0; i < count; ++i) std::reverse(bytes + i * width, bytes + (i + 1) * width);
}

}  // namespace longview
