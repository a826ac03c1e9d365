#include "imaging/writing/private/association.h"

#include <netdb.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "imaging/core/failure.h"

namespace longview {

namespace {

// Debian's DCMTK leaves Nagle's algorithm on, and an object then costs 44 ms of waiting (peers.md C1 row 9). It looks
// at the environment whenever it opens a socket.
void switch_nagle_off() {
  static const int once = ::setenv("TCP_NODELAY", "1", 1);
  static_cast<void>(once);
}

std::string address_of(const PacsNode& node) {
  return node.called_aet + " at " + node.host + ":" + std::to_string(node.port);
}

bool is_known(const std::string& host) {
  addrinfo* found = nullptr;
  const bool known = ::getaddrinfo(host.c_str(), nullptr, nullptr, &found) == 0;
  if (found) ::freeaddrinfo(found);
  return known;
}

OFList<OFString> as_list(std::initializer_list<std::string> syntaxes) {
  OFList<OFString> list;
  for (const std::string& syntax : syntaxes) list.push_back(syntax.c_str());
  return list;
}

}  // namespace

Association::Association(const PacsNode& node) : node_(node) {
  switch_nagle_off();
  OFLog::configure(OFLogger::FATAL_LOG_LEVEL);  // its lines would come between the program's sentences
  const auto seconds = static_cast<Uint32>(std::max(1.0, std::ceil(node.timeout_s)));
  scu_.setAETitle(node.calling_aet.c_str());
  scu_.setPeerAETitle(node.called_aet.c_str());
  scu_.setPeerHostName(node.host.c_str());
  scu_.setPeerPort(static_cast<Uint16>(node.port));
  scu_.setACSETimeout(seconds);
  scu_.setDIMSETimeout(seconds);
  scu_.setDIMSEBlockingMode(DIMSE_NONBLOCKING);
  scu_.setConnectionTimeout(static_cast<Sint32>(seconds));
  scu_.setDatasetConversionMode(OFTrue);
  scu_.setProgressNotificationMode(OFFalse);
}

Association::~Association() {
  if (!scu_.isConnected()) return;
  if (scu_.releaseAssociation().bad() && scu_.isConnected()) scu_.abortAssociation();
}

void Association::offer(const Kind& kind) {
  const auto& [sop_class, syntax] = kind;
  const std::string plain[]{UID_LittleEndianExplicitTransferSyntax, UID_LittleEndianImplicitTransferSyntax};
  if (syntax != plain[0] && syntax != plain[1]) scu_.addPresentationContext(sop_class.c_str(), as_list({syntax}));
  scu_.addPresentationContext(sop_class.c_str(), as_list({plain[0], plain[1]}));
}

void Association::open() {
  if (!is_known(node_.host))
    throw Failure("The name " + node_.host + " of the PACS is not known on this network. Check its address.");
  OFCondition condition = scu_.initNetwork();
  if (condition.good()) condition = scu_.negotiateAssociation();
  if (condition.bad()) throw Failure(words_for(condition));
}

std::string Association::words_for(const OFCondition& condition) const {
  const std::string address = address_of(node_);
  const std::string text = condition.text();
  if (condition.module() == OFM_dcmnet) {
    switch (condition.code()) {
      case DULC_ASSOCIATIONREJECTED:
        return address + " refused the connection: it does not accept the name " + node_.called_aet +
               " for itself or " + node_.calling_aet + " for this program. Check both AE titles here and on the PACS.";
      case DULC_TCPINITERROR:
        if (text.find("refused") != std::string::npos)
          return "Nobody listens at " + node_.host + ":" + std::to_string(node_.port) +
                 ". Check that the PACS runs, its address and its port.";
        break;
      case DULC_READTIMEOUT:
      case DULC_REQUESTASSOCIATIONFAILED: break;
      case DULC_NETWORKCLOSED:
      case DULC_PEERABORTEDASSOCIATION: return address + " broke the connection off. Look into its log.";
      default: break;
    }
  }
  if (text.find("imeout") != std::string::npos || text.find("timed out") != std::string::npos ||
      condition == DIMSE_NODATAAVAILABLE || condition == DUL_READTIMEOUT)
    return address + " did not answer within " + std::to_string(std::lround(node_.timeout_s)) +
           " s. Check that the PACS is not hanging and that the way to it is open.";
  if (text.find("I/O Error") != std::string::npos) return address + " broke the connection off. Look into its log.";
  if (condition == NET_EC_NoAcceptablePresentationContexts)
    return address + " takes none of these kinds of objects. Ask its administrator to allow them.";
  return "Talking to " + address + " failed: " + text + ".";
}

}  // namespace longview
