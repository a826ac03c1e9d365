// A real Orthanc, for as long as the object lives, in this program's own network.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "imaging/writing/pacs.h"
#include "tests/imaging/writing/helpers.h"

namespace longview {

class TestPacs {
 public:
  TestPacs();
  ~TestPacs();
  TestPacs(const TestPacs&) = delete;
  TestPacs& operator=(const TestPacs&) = delete;

  bool started() const { return started_; }
  std::string log() const;
  PacsNode node() const;
  // Ends it now, or lets it hang with its ports open.
  void kill();
  void hang();
  // Fetches the stored objects by REST and compares them with the files sent, pixels and all: a line for each that is
  // missing or differs.
  std::string differences(const std::vector<SendOutcome>& sent) const;

 private:
  TemporaryFolder folder_;
  pid_t process_ = -1;
  bool started_ = false;
};

// True if this program has a network of its own (main.cpp).
bool in_own_network();

}  // namespace longview

#define NEEDS_OWN_NETWORK() \
  if (!longview::in_own_network()) GTEST_SKIP() << "this machine allows no network namespace, so no PACS is started"
