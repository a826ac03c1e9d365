#include "imaging/reading/raw_stream.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>

#include "imaging/core/failure.h"
#include "imaging/reading/byte_source.h"
#include "imaging/reading/parallel.h"
#include "imaging/reading/voxel_buffer.h"

namespace longview {
namespace {

constexpr std::size_t piece = std::size_t{4} << 20;

[[noreturn]] void cut_off(const RawImage& image, double wanted, double got) {
  throw Failure("The file " + image.data_file.string() + " is cut off: its header declares " + size_in_words(wanted) +
                " of voxels, it holds " + size_in_words(got) + ".");
}

void read_plain(const RawImage& image, std::uint8_t* into, std::size_t bytes, const Progress& progress) {
  const ByteSource source(image.data_file);
  const std::size_t pieces = (bytes + piece - 1) / piece;
  in_parallel(pieces, [&](std::size_t i) {
    progress.check();
    const std::size_t start = i * piece;
    if (!source.read_large(image.data_offset + start, into + start, std::min(piece, bytes - start)))
      cut_off(image, static_cast<double>(bytes), static_cast<double>(source.size()));
  });
}

void read_gzip(const RawImage& image, std::uint8_t* into, std::size_t bytes, const Progress& progress) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> stream(gzopen(image.data_file.c_str(), "rb"), gzclose);
  if (!stream) throw Failure("The file " + image.data_file.string() + " cannot be opened.");
  gzbuffer(stream.get(), 1 << 18);
  std::array<std::uint8_t, 4096> skipped;
  for (std::uint64_t left = image.data_offset; left > 0;) {
    const int got =
        gzread(stream.get(), skipped.data(), static_cast<unsigned>(std::min<std::uint64_t>(left, skipped.size())));
    if (got <= 0) cut_off(image, static_cast<double>(bytes), 0);
    left -= static_cast<std::uint64_t>(got);
  }
  for (std::size_t done = 0; done < bytes;) {
    progress.report(static_cast<double>(done) / static_cast<double>(bytes), "Reading");
    const int got = gzread(stream.get(), into + done, static_cast<unsigned>(std::min(piece, bytes - done)));
    if (got <= 0) cut_off(image, static_cast<double>(bytes), static_cast<double>(done));
    done += static_cast<std::size_t>(got);
  }
  // The checksum stands behind the last byte: without reading on, a damaged file would pass as whole.
  while (true) {
    const int got = gzread(stream.get(), skipped.data(), static_cast<unsigned>(skipped.size()));
    if (got < 0)
      throw Failure("The file " + image.data_file.string() +
                    " is damaged: its checksum does not agree or its end is missing.");
    if (got == 0) break;
  }
  int state = Z_OK;
  gzerror(stream.get(), &state);
  if (state == Z_BUF_ERROR || state == Z_DATA_ERROR)
    throw Failure("The file " + image.data_file.string() + " is damaged: the end of its compressed data is missing.");
}

void read_zlib(const RawImage& image, std::uint8_t* into, std::size_t bytes, const Progress& progress) {
  ByteSource source(image.data_file);
  z_stream stream{};
  if (inflateInit2(&stream, MAX_WBITS + 32) != Z_OK)  // + 32: zlib or gzip, by its head
    throw Failure("zlib could not be started.");
  std::vector<std::uint8_t> packed(1 << 18);
  std::uint64_t at = image.data_offset;
  std::size_t done = 0;
  int state = Z_OK;
  while (done < bytes && state == Z_OK && at < source.size() && !progress.stop_requested()) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(packed.size(), source.size() - at));
    if (!source.read_large(at, packed.data(), count)) break;
    at += count;
    stream.next_in = packed.data();
    stream.avail_in = static_cast<uInt>(count);
    while (stream.avail_in > 0 && done < bytes && state == Z_OK) {
      const std::size_t room = std::min(piece, bytes - done);
      stream.next_out = into + done;
      stream.avail_out = static_cast<uInt>(room);
      state = inflate(&stream, Z_NO_FLUSH);
      done += room - stream.avail_out;
    }
  }
  inflateEnd(&stream);
  progress.check();
  if (done < bytes) cut_off(image, static_cast<double>(bytes), static_cast<double>(done));
}

}  // namespace

void read_stored(const RawImage& image, void* into, std::size_t bytes, const Progress& progress) {
  auto* start = static_cast<std::uint8_t*>(into);
  switch (image.packing) {
    case Packing::none: return read_plain(image, start, bytes, progress);
    case Packing::gzip: return read_gzip(image, start, bytes, progress);
    case Packing::stream: return read_zlib(image, start, bytes, progress);
  }
}

}  // namespace longview
