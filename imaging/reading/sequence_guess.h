// Which kind of image a series is, from what people write about it.
#pragma once

#include <string>
#include <string_view>

namespace longview {

// "ce-T1w", "T1w", "T2w", "FLAIR", "CT" or empty. `text` is description and protocol, `contrast` the agent if any.
std::string guess_dicom_sequence(std::string_view modality, std::string_view text, std::string_view contrast);

// The same from a file name: BIDS suffixes and what else is usual ("t1ce", "flair", "ct").
std::string guess_file_sequence(std::string_view stem);

// Lower case, anything but letters, digits and '+' as one space, a space at both ends.
std::string as_words(std::string_view text);

}  // namespace longview
