#include "imaging/reading/nifti.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "imaging/core/failure.h"

namespace longview {
namespace {

struct Fields {
  std::array<std::uint8_t, 544> bytes{};
  bool swapped = false;

  template <class T>
  T at(std::size_t offset) const {
    std::array<std::uint8_t, sizeof(T)> raw;
    std::memcpy(raw.data(), bytes.data() + offset, sizeof(T));
    if (swapped) std::reverse(raw.begin(), raw.end());
    T value;
    std::memcpy(&value, raw.data(), sizeof(T));
    return value;
  }
};

// gzread passes files through that are not compressed.
std::size_t first_bytes(const std::filesystem::path& file, std::array<std::uint8_t, 544>& into) {
  gzFile stream = gzopen(file.c_str(), "rb");
  if (!stream) throw Failure("The file " + file.string() + " cannot be opened.");
  const int got = gzread(stream, into.data(), static_cast<unsigned>(into.size()));
  gzclose(stream);
  if (got < 0) throw Failure("The file " + file.string() + " is damaged: it cannot be unpacked.");
  return static_cast<std::size_t>(got);
}

// What both header versions hold.
struct Header {
  std::array<std::int64_t, 8> dim{};
  std::array<double, 8> pixdim{};
  std::array<double, 4> row_x{}, row_y{}, row_z{};
  std::array<double, 3> quatern{}, qoffset{};
  int datatype = 0, qform_code = 0, sform_code = 0, units = 0;
  double vox_offset = 0, slope = 0, intercept = 0;
  std::string description;
  bool pair = false;  // voxels in a file of their own
};

std::string text_at(const Fields& f, std::size_t offset, std::size_t length) {
  const auto* start = reinterpret_cast<const char*>(f.bytes.data() + offset);
  return {start, std::find(start, start + length, '\0')};
}

Header version_1(const Fields& f) {
  Header h;
  for (std::size_t i = 0; i < 8; ++i) {
    h.dim[i] = f.at<std::int16_t>(40 + 2 * i);
    h.pixdim[i] = f.at<float>(76 + 4 * i);
  }
  h.datatype = f.at<std::int16_t>(70);
  h.vox_offset = f.at<float>(108);
  h.slope = f.at<float>(112);
  h.intercept = f.at<float>(116);
  h.units = f.bytes[123];
  h.description = text_at(f, 148, 80);
  h.qform_code = f.at<std::int16_t>(252);
  h.sform_code = f.at<std::int16_t>(254);
  for (std::size_t i = 0; i < 3; ++i) {
    h.quatern[i] = f.at<float>(256 + 4 * i);
    h.qoffset[i] = f.at<float>(268 + 4 * i);
  }
  for (std::size_t i = 0; i < 4; ++i) {
    h.row_x[i] = f.at<float>(280 + 4 * i);
    h.row_y[i] = f.at<float>(296 + 4 * i);
    h.row_z[i] = f.at<float>(312 + 4 * i);
  }
  h.pair = text_at(f, 344, 4) == "ni1";
  return h;
}

Header version_2(const Fields& f) {
  Header h;
  h.datatype = f.at<std::int16_t>(12);
  for (std::size_t i = 0; i < 8; ++i) {
    h.dim[i] = f.at<std::int64_t>(16 + 8 * i);
    h.pixdim[i] = f.at<double>(104 + 8 * i);
  }
  h.vox_offset = static_cast<double>(f.at<std::int64_t>(168));
  h.slope = f.at<double>(176);
  h.intercept = f.at<double>(184);
  h.description = text_at(f, 240, 80);
  h.qform_code = f.at<std::int32_t>(344);
  h.sform_code = f.at<std::int32_t>(348);
  for (std::size_t i = 0; i < 3; ++i) {
    h.quatern[i] = f.at<double>(352 + 8 * i);
    h.qoffset[i] = f.at<double>(376 + 8 * i);
  }
  for (std::size_t i = 0; i < 4; ++i) {
    h.row_x[i] = f.at<double>(400 + 8 * i);
    h.row_y[i] = f.at<double>(432 + 8 * i);
    h.row_z[i] = f.at<double>(464 + 8 * i);
  }
  h.units = f.at<std::int32_t>(500);
  h.pair = text_at(f, 4, 3) == "ni2";
  return h;
}

Header parse(const std::filesystem::path& file, Fields& f) {
  const std::size_t got = first_bytes(file, f.bytes);
  const std::string where = "The file " + file.string();
  if (got < 348)
    throw Failure(where + " is cut off: a NIfTI header has 348 bytes, this has " + std::to_string(got) + ".");
  const auto size_is = [&](std::int32_t size) { return f.at<std::int32_t>(0) == size; };
  if (!size_is(348) && !size_is(540)) f.swapped = true;
  const std::string magic_1 = text_at(f, 344, 4), magic_2 = text_at(f, 4, 3);
  if (size_is(348) && (magic_1 == "n+1" || magic_1 == "ni1")) return version_1(f);
  if (size_is(540) && (magic_2 == "n+2" || magic_2 == "ni2")) {
    if (got < 540) throw Failure(where + " is cut off within its NIfTI-2 header.");
    return version_2(f);
  }
  if (size_is(348))
    throw Failure(where + " is an Analyze 7.5 file, which does not say where left and right are; convert it to NIfTI.");
  throw Failure(where + " is named as NIfTI but holds something else.");
}

StoredType type_of(const std::filesystem::path& file, int datatype) {
  switch (datatype) {
    case 2: return StoredType::u8;
    case 4: return StoredType::i16;
    case 8: return StoredType::i32;
    case 16: return StoredType::f32;
    case 64: return StoredType::f64;
    case 256: return StoredType::i8;
    case 512: return StoredType::u16;
    case 768: return StoredType::u32;
    case 1024: return StoredType::i64;
    case 1280: return StoredType::u64;
    case 128:
    case 2304: throw Failure("The file " + file.string() + " is a colour image; only grey values can be read.");
    default: break;
  }
  throw Failure("The file " + file.string() + " has voxels of NIfTI type " + std::to_string(datatype) +
                ", which cannot be read here.");
}

// The quaternion form, nifti1.h METHOD 2.
Affine from_qform(const Header& h) {
  const double b = h.quatern[0], c = h.quatern[1], d = h.quatern[2];
  const double rest = 1 - (b * b + c * c + d * d);
  double a = std::sqrt(std::max(rest, 0.0));
  double n = 1;
  if (rest < 1e-7) n = 1 / std::sqrt(b * b + c * c + d * d), a = 0;
  const double B = b * n, C = c * n, D = d * n;
  const double q = h.pixdim[0] < 0 ? -1 : 1;
  const std::array<double, 3> s{h.pixdim[1], h.pixdim[2], q * h.pixdim[3]};
  const Matrix3 r{a * a + B * B - C * C - D * D, 2 * (B * C - a * D),           2 * (B * D + a * C),
                  2 * (B * C + a * D),           a * a + C * C - B * B - D * D, 2 * (C * D - a * B),
                  2 * (B * D - a * C),           2 * (C * D + a * B),           a * a + D * D - B * B - C * C};
  Affine m;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) m.linear[3 * i + j] = r[3 * i + j] * s[j];
  m.offset = h.qoffset;
  return m;
}

Affine from_sform(const Header& h) {
  const std::array<const std::array<double, 4>*, 3> rows{&h.row_x, &h.row_y, &h.row_z};
  Affine m;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) m.linear[3 * i + j] = (*rows[i])[j];
    m.offset[i] = (*rows[i])[3];
  }
  return m;
}

// nibabel's affine where both codes are 0: centred on the grid, no flip. Used only to show something.
Affine from_nothing(const Header& h) {
  Affine m;
  for (std::size_t j = 0; j < 3; ++j) {
    const double step = std::abs(h.pixdim[j + 1]) > 0 ? std::abs(h.pixdim[j + 1]) : 1;
    m.linear[4 * j] = step;
    m.offset[j] = -step * static_cast<double>(h.dim[j + 1] - 1) / 2;
  }
  return m;
}

void set_place(const Header& h, RawImage& image) {
  Affine ras = h.sform_code > 0 ? from_sform(h) : h.qform_code > 0 ? from_qform(h) : from_nothing(h);
  image.placed = h.sform_code > 0 || h.qform_code > 0;
  if (!image.placed)
    image.oddities.push_back(
        "The NIfTI header holds no transform (sform and qform code 0): left and right are not known.");
  // NIfTI xyzt_units: 1 metre, 2 millimetre, 3 micrometre.
  const double unit = (h.units & 7) == 1 ? 1000.0 : (h.units & 7) == 3 ? 0.001 : 1.0;
  for (std::size_t i = 0; i < 3; ++i) {
    const double sign = i < 2 ? -unit : unit;  // RAS to LPS
    for (std::size_t j = 0; j < 3; ++j) ras.linear[3 * i + j] *= sign;
    ras.offset[i] *= sign;
  }
  image.to_lps = ras;
}

std::filesystem::path image_of_pair(const std::filesystem::path& header) {
  std::filesystem::path file = header;
  const bool packed = file.extension() == ".gz";
  if (packed) file.replace_extension();
  file.replace_extension(".img");
  if (packed) file += ".gz";
  if (!std::filesystem::exists(file) && std::filesystem::exists(file.string() + ".gz")) file += ".gz";
  return file;
}

bool is_gzip(const std::filesystem::path& file) {
  std::array<std::uint8_t, 2> magic{};
  if (FILE* f = std::fopen(file.c_str(), "rb")) {
    const bool got = std::fread(magic.data(), 1, 2, f) == 2;
    std::fclose(f);
    return got && magic[0] == 0x1f && magic[1] == 0x8b;
  }
  return false;
}

}  // namespace

RawImage read_nifti_header(const std::filesystem::path& file) {
  Fields fields;
  const Header h = parse(file, fields);
  RawImage image;
  image.file = file;
  image.data_file = h.pair ? image_of_pair(file) : file;
  image.format = "NIfTI";
  image.swapped = fields.swapped;
  const std::string where = "The file " + file.string();
  if (h.dim[0] < 1 || h.dim[0] > 7) throw Failure(where + " declares " + std::to_string(h.dim[0]) + " axes.");
  for (std::size_t i = 1; i <= static_cast<std::size_t>(h.dim[0]); ++i) {
    if (h.dim[i] < 1 || h.dim[i] > 65535)
      throw Failure(where + " declares a size of " + std::to_string(h.dim[i]) + " along axis " + std::to_string(i) +
                    ".");
    if (i <= 3)
      image.size[i - 1] = static_cast<int>(h.dim[i]);
    else
      image.volumes *= static_cast<std::size_t>(h.dim[i]);
  }
  image.type = type_of(file, h.datatype);
  image.packing = is_gzip(image.data_file) ? Packing::gzip : Packing::none;
  if (!(h.vox_offset >= 0 && h.vox_offset < 1e9)) throw Failure(where + " has no sensible voxel offset.");
  image.data_offset = static_cast<std::uint64_t>(h.vox_offset);
  if (!h.pair && image.data_offset < 348) throw Failure(where + " places its voxels within its own header.");
  // Slope 0 means none (nifti1.h); so does one that is no number.
  if (h.slope != 0 && std::isfinite(h.slope) && std::isfinite(h.intercept)) {
    image.slope = h.slope;
    image.intercept = h.intercept;
  }
  if (!h.description.empty()) image.facts["descrip"] = h.description;
  set_place(h, image);
  return image;
}

}  // namespace longview
