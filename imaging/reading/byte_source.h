// The bytes of a file, read where they are asked for; never past its end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace longview {

class ByteSource {
 public:
  // Throws Failure if the file cannot be opened.
  explicit ByteSource(const std::filesystem::path& file);
  // The bytes of something that was unpacked already.
  explicit ByteSource(std::vector<std::uint8_t> bytes);
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  std::uint64_t size() const { return size_; }
  // Copies `count` bytes from `offset`; false if the file ends before. Small reads come from a window.
  bool read(std::uint64_t offset, void* into, std::size_t count);
  // The same without the window, from any thread.
  bool read_large(std::uint64_t offset, void* into, std::size_t count) const;

 private:
  int file_ = -1;
  std::uint64_t size_ = 0;
  std::vector<std::uint8_t> window_;  // of the file, or all bytes where there is no file
  std::uint64_t window_start_ = 0;
};

// What a raw or gzip stream unpacks to, at most `limit` bytes. Throws Failure if it is damaged or longer.
std::vector<std::uint8_t> inflate_raw(const std::vector<std::uint8_t>& packed, std::size_t limit);

}  // namespace longview
