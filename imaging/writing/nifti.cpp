#include "imaging/writing/nifti.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <sstream>

#include "imaging/core/failure.h"
#include "imaging/core/transform.h"
#include "imaging/writing/private/whole_file.h"
#include "imaging/writing/text_file.h"

namespace longview {

namespace {

// The 348 bytes of nifti1.h (Cox et al. 2004), by their names there.
struct Nifti1Header {
  std::int32_t sizeof_hdr = 348;
  char unused[35]{};
  char dim_info = 0;
  std::int16_t dim[8]{3, 1, 1, 1, 1, 1, 1, 1};
  float intent_p1 = 0, intent_p2 = 0, intent_p3 = 0;
  std::int16_t intent_code = 0, datatype = 0, bitpix = 0, slice_start = 0;
  float pixdim[8]{1, 1, 1, 1, 1, 1, 1, 1};
  float vox_offset = 352, scl_slope = 1, scl_inter = 0;
  std::int16_t slice_end = 0;
  char slice_code = 0, xyzt_units = 2 | 8;  // mm, s
  float cal_max = 0, cal_min = 0, slice_duration = 0, toffset = 0;
  std::int32_t glmax = 0, glmin = 0;
  char descrip[80]{}, aux_file[24]{};
  std::int16_t qform_code = 1, sform_code = 1;  // scanner
  float quatern_b = 0, quatern_c = 0, quatern_d = 0, qoffset_x = 0, qoffset_y = 0, qoffset_z = 0;
  float srow_x[4]{}, srow_y[4]{}, srow_z[4]{};
  char intent_name[16]{};
  char magic[4]{'n', '+', '1', '\0'};
};
static_assert(sizeof(Nifti1Header) == 348);

std::int16_t datatype_of(VoxelType type) {
  switch (type) {
    case VoxelType::u8: return 2;
    case VoxelType::i16: return 4;
    case VoxelType::i32: return 8;
    case VoxelType::f32: return 16;
    case VoxelType::f64: return 64;
    case VoxelType::i8: return 256;
    case VoxelType::u16: return 512;
    case VoxelType::u32: return 768;
  }
  return 0;
}

// Unit quaternion of a proper rotation (row-major); the largest part first, so that no root is of nearly nothing.
std::array<double, 4> quaternion_of(const Matrix3& m) {
  const double trace = m[0] + m[4] + m[8];
  const std::array<double, 4> squares{1 + trace, 1 + 2 * m[0] - trace, 1 + 2 * m[4] - trace, 1 + 2 * m[8] - trace};
  const auto largest = std::max_element(squares.begin(), squares.end()) - squares.begin();
  const double s = 2 * std::sqrt(squares[static_cast<std::size_t>(largest)]);
  const double a = m[7] - m[5], b = m[2] - m[6], c = m[3] - m[1];
  const double ab = m[1] + m[3], ac = m[2] + m[6], bc = m[5] + m[7];
  std::array<double, 4> q{};
  if (largest == 0) q = {s / 4, a / s, b / s, c / s};
  if (largest == 1) q = {a / s, s / 4, ab / s, ac / s};
  if (largest == 2) q = {b / s, ab / s, s / 4, bc / s};
  if (largest == 3) q = {c / s, ac / s, bc / s, s / 4};
  if (q[0] < 0)  // NIfTI keeps b, c, d and takes a >= 0
    for (double& part : q) part = -part;
  return q;
}

// b, c and d as floats. Readers work a out of them as sqrt(1 - b^2 - c^2 - d^2): near a = 0 a rounding of 6e-8 becomes
// an angle of 5e-4, so each may go one step up or down to where the root comes out best.
std::array<float, 3> rounded(const std::array<double, 4>& q) {
  const auto near = [&](std::size_t part, int step) {
    const auto value = static_cast<float>(q[part]);
    return step == 0 ? value : std::nextafter(value, step < 0 ? -2.F : 2.F);
  };
  std::array<float, 3> best{};
  double least = 2;
  for (int n = 0; n < 27; ++n) {
    const std::array<float, 3> tried{near(1, n % 3 - 1), near(2, n / 3 % 3 - 1), near(3, n / 9 - 1)};
    double rest = 1;
    for (const float part : tried) rest -= static_cast<double>(part) * part;
    const double error = std::abs(std::sqrt(std::max(0.0, rest)) - q[0]);
    if (error < least) least = error, best = tried;
  }
  return best;
}

void set_geometry(Nifti1Header& header, const Grid& grid) {
  Matrix3 ras = grid.direction;  // LPS to RAS: the first two rows change sign
  for (std::size_t n = 0; n < 6; ++n) ras[n] = -ras[n];
  const Vec3 origin{-grid.origin[0], -grid.origin[1], grid.origin[2]};
  float* const rows[3]{header.srow_x, header.srow_y, header.srow_z};
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 3; ++c) rows[r][c] = static_cast<float>(ras[3 * r + c] * grid.spacing[c]);
    rows[r][3] = static_cast<float>(origin[r]);
    header.dim[r + 1] = static_cast<std::int16_t>(grid.size[r]);
    header.pixdim[r + 1] = static_cast<float>(grid.spacing[r]);
  }
  header.pixdim[0] = determinant(ras) < 0 ? -1.F : 1.F;  // qfac: the third axis is turned where left-handed
  if (header.pixdim[0] < 0)
    for (std::size_t r = 0; r < 3; ++r) ras[3 * r + 2] = -ras[3 * r + 2];
  const auto [b, c, d] = rounded(quaternion_of(ras));
  header.quatern_b = b, header.quatern_c = c, header.quatern_d = d;
  header.qoffset_x = static_cast<float>(origin[0]), header.qoffset_y = static_cast<float>(origin[1]),
  header.qoffset_z = static_cast<float>(origin[2]);
}

Nifti1Header header_of(const Volume& volume, const std::filesystem::path& file, const std::string& description,
                       bool labels) {
  for (const int size : volume.grid.size)
    if (size > INT16_MAX)
      throw Failure("Cannot write " + file.string() +
                    ": NIfTI-1 holds at most 32767 voxels along an axis, this volume has " + std::to_string(size) +
                    ".");
  Nifti1Header header;
  header.datatype = datatype_of(volume.type);
  header.bitpix = static_cast<std::int16_t>(8 * bytes_of(volume.type));
  if (labels) header.intent_code = 1002;  // NIFTI_INTENT_LABEL
  description.copy(header.descrip, sizeof header.descrip - 1);
  set_geometry(header, volume.grid);
  return header;
}

// 352 bytes of header, then the voxels. Both writers return 0 or the system's error number.
int write_plain(const std::filesystem::path& file, const std::array<char, 352>& head, const char* voxels,
                std::size_t bytes) {
  std::FILE* out = std::fopen(file.c_str(), "wb");
  if (!out) return errno;
  errno = 0;
  const bool written =
      std::fwrite(head.data(), 1, head.size(), out) == head.size() && std::fwrite(voxels, 1, bytes, out) == bytes;
  const int error = written ? 0 : errno ? errno : EIO;
  return std::fclose(out) == 0 || error ? error : errno;
}

int write_zipped(const std::filesystem::path& file, const std::array<char, 352>& head, const char* voxels,
                 std::size_t bytes) {
  gzFile out = gzopen(file.c_str(), "wb1");  // the fastest level: people wait for it
  if (!out) return errno ? errno : ENOMEM;
  gzbuffer(out, 1 << 18);
  errno = 0;
  bool written = gzwrite(out, head.data(), static_cast<unsigned>(head.size())) == static_cast<int>(head.size());
  for (std::size_t done = 0; written && done < bytes;) {
    const auto part = static_cast<unsigned>(std::min<std::size_t>(bytes - done, 1 << 26));
    written = gzwrite(out, voxels + done, part) == static_cast<int>(part);
    done += part;
  }
  const int error = written ? 0 : errno ? errno : EIO;
  const bool closed = gzclose(out) == Z_OK;
  return closed || error ? error : errno ? errno : EIO;
}

void write(const Volume& volume, const std::filesystem::path& file, const std::string& description, bool labels) {
  const std::string name = file.filename().string();
  const bool zipped = name.ends_with(".nii.gz");
  if (!zipped && !name.ends_with(".nii"))
    throw Failure("Cannot write " + file.string() + " as NIfTI: the name must end in .nii or .nii.gz.");
  const Nifti1Header header = header_of(volume, file, description, labels);
  std::array<char, 352> head{};  // the last four bytes say that no extension follows
  std::memcpy(head.data(), &header, sizeof header);
  visit_voxels(volume, [&](auto voxels) {
    WholeFile whole(file);
    const auto bytes = std::as_bytes(voxels);
    const auto* data = reinterpret_cast<const char*>(bytes.data());
    const int error = (zipped ? write_zipped : write_plain)(whole.beside(), head, data, bytes.size());
    if (error != 0) whole.fail(error);
    whole.commit();
  });
}

std::string code_text(const CodedConcept& code) { return code.scheme + ":" + code.value + ":" + code.meaning; }

// BIDS 1.8, "Common image-derived labels": index, name and colour, then what a SEG needs to be made from the file.
void write_table(const std::vector<Label>& labels, const std::filesystem::path& file) {
  std::ostringstream out;
  out << "index\tname\tcolor\tcategory\ttype\talgorithm_type\talgorithm_name\n";
  for (const Label& label : labels) {
    char colour[8];
    std::snprintf(colour, sizeof colour, "#%02X%02X%02X", label.colour[0], label.colour[1], label.colour[2]);
    out << label.value << '\t' << label.name << '\t' << colour << '\t' << code_text(label.category) << '\t'
        << code_text(label.type) << '\t' << name_of(label.algorithm_type) << '\t'
        << (label.algorithm_name.empty() ? "n/a" : label.algorithm_name) << '\n';
  }
  write_text(out.str(), file);
}

}  // namespace

void write_nifti(const Volume& volume, const std::filesystem::path& file, const std::string& description) {
  write(volume, file, description, false);
}

void write_nifti(const LabelMap& labels, const std::filesystem::path& file, const std::string& description) {
  if (labels.voxels.type != VoxelType::u8 && labels.voxels.type != VoxelType::u16)
    throw Failure("Cannot write the labels " + file.string() + ": they hold " +
                  std::string(name_of(labels.voxels.type)) + " voxels instead of uint8 or uint16.");
  write(labels.voxels, file, description, true);
  std::string stem = file.filename().string();
  stem.resize(stem.find(".nii", stem.size() - (stem.ends_with(".gz") ? 7 : 4)));
  write_table(labels.labels, file.parent_path() / (stem + ".tsv"));
}

}  // namespace longview
