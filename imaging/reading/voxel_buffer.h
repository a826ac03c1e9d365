// Memory for voxels, and what every format needs to do with it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace longview {

// Memory that is not set to anything: whoever asks fills all of it. Throws Failure if there is not enough.
std::shared_ptr<void> voxel_buffer(std::size_t bytes);

// Throws Failure if `bytes` are more than this machine can hold, before anything is asked for.
void check_memory(double bytes, const std::filesystem::path& file);

// "1.5 GB", "377 bytes".
std::string size_in_words(double bytes);

// Turns the byte order of each of `count` values of `width` bytes.
void swap_bytes(void* values, std::size_t count, std::size_t width);

}  // namespace longview
