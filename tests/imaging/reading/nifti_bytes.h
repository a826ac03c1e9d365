// NIfTI-1 files made field by field.
#pragma once

#include <zlib.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace longview {

struct NiftiFile {
  std::array<std::int16_t, 8> dim{3, 4, 5, 6, 1, 1, 1, 1};
  std::array<float, 8> pixdim{1, 2, 3, 4, 0, 0, 0, 0};
  std::int16_t datatype = 4, bitpix = 16, qform_code = 0, sform_code = 1;
  float vox_offset = 352, slope = 0, intercept = 0;
  std::array<float, 6> quatern{};                                       // b c d, offset x y z
  std::array<float, 12> sform{2, 0, 0, -10, 0, 3, 0, 20, 0, 0, 4, 30};  // three rows, RAS
  std::string magic = std::string("n+1\0", 4);
  std::string voxels;  // as they lie in the file

  std::string bytes() const {
    std::string h(352, '\0');
    const auto put = [&](std::size_t at, const void* value, std::size_t size) {
      std::memcpy(h.data() + at, value, size);
    };
    const std::int32_t size = 348;
    put(0, &size, 4);
    put(40, dim.data(), 16);
    put(70, &datatype, 2);
    put(72, &bitpix, 2);
    put(76, pixdim.data(), 32);
    put(108, &vox_offset, 4);
    put(112, &slope, 4);
    put(116, &intercept, 4);
    h[123] = 2;  // mm
    put(252, &qform_code, 2);
    put(254, &sform_code, 2);
    put(256, quatern.data(), 24);
    put(280, sform.data(), 48);
    put(344, magic.data(), 4);
    return h + voxels;
  }
};

template <class T>
std::string raw(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

inline void write_gzip(const std::filesystem::path& file, const std::string& bytes) {
  gzFile out = gzopen(file.c_str(), "wb");
  gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(out);
}

}  // namespace longview
