// What a call says when it fails.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "imaging/core/failure.h"

namespace longview {

// The text of the Failure that `work` throws; fails the test where it throws nothing.
template <class Work>
std::string sentence_of(Work&& work) {
  try {
    work();
  } catch (const Failure& failure) {
    return failure.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

}  // namespace longview
