#include "imaging/reading/formats.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "imaging/reading/metaimage.h"
#include "imaging/reading/nifti.h"
#include "imaging/reading/nrrd.h"

namespace longview {
namespace {

constexpr std::array formats{Format{".nii.gz", read_nifti_header},  Format{".nii", read_nifti_header},
                             Format{".hdr.gz", read_nifti_header},  Format{".hdr", read_nifti_header},
                             Format{".mha", read_metaimage_header}, Format{".mhd", read_metaimage_header},
                             Format{".nrrd", read_nrrd_header},     Format{".nhdr", read_nrrd_header}};

bool ends_with(const std::string& name, std::string_view suffix) {
  if (name.size() < suffix.size()) return false;
  return std::equal(suffix.begin(), suffix.end(), name.end() - static_cast<std::ptrdiff_t>(suffix.size()),
                    [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

}  // namespace

const Format* format_of(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  for (const Format& format : formats)
    if (ends_with(name, format.suffix)) return &format;
  return nullptr;
}

std::string stem_of(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  const Format* format = format_of(file);
  return format ? name.substr(0, name.size() - std::string_view(format->suffix).size()) : file.stem().string();
}

}  // namespace longview
