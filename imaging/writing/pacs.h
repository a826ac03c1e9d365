// Sending objects to a PACS and asking it afterwards what it holds: C-ECHO, C-STORE, C-FIND (PS3.4 annexes A, B, C).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "imaging/core/progress.h"

namespace longview {

struct PacsNode {
  std::string called_aet, host;
  int port = 104;
  std::string calling_aet = "LONGVIEW";
  double timeout_s = 10;
};

// "ORTHANC@127.0.0.1:4242". Throws Failure with the form expected.
PacsNode node_from(const std::string& text, const std::string& calling_aet = "LONGVIEW");

// Throws Failure, in words: no answer, refused, unknown name.
void echo(const PacsNode& node);

struct SendOutcome {
  std::filesystem::path file;
  std::string sop_instance_uid, description;
  enum class Result { sent, warning, refused, not_sent } result = Result::not_sent;
  bool held = false;  // the archive named it when asked afterwards
  std::string words;  // "Sent and found in the archive.", or the node's own words
};

// One outcome an object, in the order given; folders are walked. Throws Failure only if nothing could be sent at all.
std::vector<SendOutcome> send(const std::vector<std::filesystem::path>& paths, const PacsNode& node,
                              const Progress& progress = {});

}  // namespace longview
