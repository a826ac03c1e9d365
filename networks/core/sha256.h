// SHA-256 (FIPS 180-4) as lower-case hexadecimal: how a card names its weights.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace longview {

std::string sha256(std::span<const std::byte> bytes);
std::string sha256(std::string_view text);

}  // namespace longview
