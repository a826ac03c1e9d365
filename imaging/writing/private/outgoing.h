// Private to writing: the files of a sending.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "imaging/writing/private/association.h"

namespace longview {

struct Outgoing {
  std::filesystem::path file;
  std::string study, series, sop_instance, description;
  Kind kind;
  std::string fault;  // why it cannot be sent; empty if it can
};

// Every file of the paths, folders walked in the order of their names; what is no DICOM object says so in `fault`.
std::vector<Outgoing> outgoing_files(const std::vector<std::filesystem::path>& paths);

}  // namespace longview
