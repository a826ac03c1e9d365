// Text as a file that is whole or absent.
#pragma once

#include <filesystem>
#include <string_view>

namespace longview {

// Written beside and renamed: what was there before stays until the new text is whole. Throws Failure that says why it
// could not be written (full disk, no such folder, no right).
void write_text(std::string_view text, const std::filesystem::path& file);

}  // namespace longview
