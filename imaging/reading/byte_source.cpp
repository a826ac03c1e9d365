#include "imaging/reading/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "imaging/core/failure.h"

namespace longview {
namespace {
constexpr std::size_t window_bytes = 16384;
}

ByteSource::ByteSource(const std::filesystem::path& file) : file_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
  struct stat facts {};
  if (file_ < 0 || ::fstat(file_, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    const int why = errno;
    if (file_ >= 0) ::close(file_);
    throw Failure("The file " + file.string() +
                  " cannot be opened: " + (file_ < 0 ? std::strerror(why) : "it is no regular file") + ".");
  }
  size_ = static_cast<std::uint64_t>(facts.st_size);
}

ByteSource::ByteSource(std::vector<std::uint8_t> bytes) : size_(bytes.size()), window_(std::move(bytes)) {}

ByteSource::~ByteSource() {
  if (file_ >= 0) ::close(file_);
}

bool ByteSource::read(std::uint64_t offset, void* into, std::size_t count) {
  if (offset > size_ || count > size_ - offset) return false;
  if (count > window_bytes) return read_large(offset, into, count);
  if (offset < window_start_ || offset + count > window_start_ + window_.size()) {
    window_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(window_bytes, size_ - offset)));
    window_start_ = offset;
    if (!read_large(offset, window_.data(), window_.size())) {
      window_.clear();
      return false;
    }
  }
  std::memcpy(into, window_.data() + (offset - window_start_), count);
  return true;
}

bool ByteSource::read_large(std::uint64_t offset, void* into, std::size_t count) const {
  if (offset > size_ || count > size_ - offset) return false;
  if (file_ < 0) {
    std::memcpy(into, window_.data() + offset, count);
    return true;
  }
  auto* at = static_cast<std::uint8_t*>(into);
  while (count > 0) {
    const auto got = ::pread(file_, at, count, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    offset += static_cast<std::uint64_t>(got);
    count -= static_cast<std::size_t>(got);
  }
  return true;
}

std::vector<std::uint8_t> inflate_raw(const std::vector<std::uint8_t>& packed, std::size_t limit) {
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw Failure("zlib could not be started.");
  stream.next_in = const_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  std::vector<std::uint8_t> bytes;
  int state = Z_OK;
  while (state == Z_OK && bytes.size() < limit) {
    const std::size_t had = bytes.size();
    bytes.resize(std::min(limit, had + std::max<std::size_t>(had, 65536)));
    stream.next_out = bytes.data() + had;
    stream.avail_out = static_cast<uInt>(bytes.size() - had);
    state = inflate(&stream, Z_NO_FLUSH);
    bytes.resize(bytes.size() - stream.avail_out);
    if (state == Z_BUF_ERROR || (state == Z_OK && stream.avail_in == 0 && stream.avail_out > 0)) break;
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END) throw Failure("Its compressed content is damaged or cut off.");
  return bytes;
}

}  // namespace longview
