// Work on the rows of a picture, spread over all cores by threads that stay.
#pragma once

#include <functional>

namespace longview {

// Calls work(first_row, end_row) for bands that together cover 0 ... rows, on the caller and the waiting threads at
// once; returns when all are done. `work` must not throw and must not call this again.
void for_row_bands(int rows, const std::function<void(int, int)>& work);

// Threads that work on a picture, the caller among them.
int row_band_threads();

}  // namespace longview
