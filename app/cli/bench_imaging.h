// Reading, scanning and registration, each as a whole process beside a peer's (peers.md C4).
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace longview {

// What is timed, done once in this process: read FOLDER, scan FOLDER, register FIXED MOVING (prints the matrix).
void work_once(const std::string& what, const std::vector<std::filesystem::path>& files);

// {"ours","peer","peer_name","ratio",...}, medians of five whole processes each.
nlohmann::ordered_json bench_imaging(const std::string& what);

}  // namespace longview
