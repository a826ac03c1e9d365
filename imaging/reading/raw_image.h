// An image file that is a header and one block of voxels: NIfTI, NRRD, MetaImage. What its header says, before any
// voxel is read, and the voxels.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "imaging/core/problem.h"
#include "imaging/core/progress.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

// As they lie in files; 64-bit integers become int32 or double when read.
enum class StoredType { u8, i8, u16, i16, u32, i32, u64, i64, f32, f64 };
std::size_t bytes_of(StoredType);

enum class Packing { none, gzip, stream };  // gzip: the whole file; stream: from data_offset on

struct RawImage {
  std::filesystem::path file, data_file;  // data_file is `file` where both are one
  std::string format;                     // "NIfTI", "NRRD", "MetaImage"
  Size3 size{1, 1, 1};
  std::size_t volumes = 1;  // beyond three axes; only the first is read
  Affine to_lps;            // index -> LPS mm; may shear
  bool placed = true;       // false: the header has no transform, left and right are not known
  StoredType type = StoredType::u8;
  bool swapped = false;  // other byte order than this machine's
  Packing packing = Packing::none;
  std::uint64_t data_offset = 0;  // of the first voxel in the file, or in what that unpacks to (gzip)
  double slope = 1, intercept = 0;
  std::map<std::string, std::string> facts;
  std::vector<std::string> oddities;  // sentences about the header that the user should know
  std::string refusal;                // what check() said, where scan found the file not to be readable
};

// The grid that read_voxels gives: the header's own, or an even orthogonal one around it where it shears.
Grid grid_of(const RawImage&);
bool is_sheared(const RawImage&);

// Throws Failure unless sizes, transform and the number of bytes in the file allow what the header declares.
void check(const RawImage&);

// The voxels of the first volume with slope and intercept applied: the stored type where they are 1 and 0, else float.
Volume read_voxels(const RawImage&, const Progress& progress);

}  // namespace longview
