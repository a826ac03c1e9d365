// IEEE 754 half precision in 16 bits: how weights are stored.
#pragma once

#include <cstdint>

namespace longview {

// Round to nearest, ties to even; too large becomes infinity, NaN stays NaN.
std::uint16_t half_from(float value);
float float_from(std::uint16_t half);

}  // namespace longview
