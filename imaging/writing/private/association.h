// Private to writing: one association with a PACS, and its failures in words.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmnet/scu.h>

#include <string>
#include <utility>

#include "imaging/writing/pacs.h"

namespace longview {

// SOP class and transfer syntax.
using Kind = std::pair<std::string, std::string>;

class Association {
 public:
  explicit Association(const PacsNode& node);
  ~Association();
  Association(const Association&) = delete;
  Association& operator=(const Association&) = delete;

  // Also offers the uncompressed syntaxes, for nodes that take no others.
  void offer(const Kind& kind);
  // Connects. Throws Failure.
  void open();
  DcmSCU& scu() { return scu_; }
  // Why a request failed, as a sentence about this node.
  std::string words_for(const OFCondition& condition) const;

 private:
  PacsNode node_;
  DcmSCU scu_;
};

}  // namespace longview
