#include "imaging/writing/pacs.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <memory>
#include <set>

#include "imaging/core/failure.h"
#include "imaging/writing/private/outgoing.h"

namespace longview {

namespace {

constexpr std::size_t most_kinds = 60;  // two presentation contexts each; an association holds 128 (PS3.8 9.3.2.2)

std::string hex(Uint16 status) {
  char text[8];
  std::snprintf(text, sizeof text, "%04X", status);
  return text;
}

// PS3.4 table B.2-1.
void judge(SendOutcome& outcome, Uint16 status) {
  using Result = SendOutcome::Result;
  const bool warned = (status & 0xF000) == 0xB000 || status == 0x0001;
  outcome.result = status == 0 ? Result::sent : warned ? Result::warning : Result::refused;
  if (status == 0)
    outcome.words = "Sent.";
  else if (warned)
    outcome.words = "Sent, but the PACS changed or doubted something (status " + hex(status) + ").";
  else if ((status & 0xFF00) == 0xA700)
    outcome.words = "Refused: the PACS is out of room or memory (status " + hex(status) + ").";
  else if ((status & 0xFF00) == 0xA900)
    outcome.words = "Refused: the PACS finds that the object does not fit its kind (status " + hex(status) + ").";
  else if ((status & 0xF000) == 0xC000)
    outcome.words = "Refused: the PACS cannot understand the object (status " + hex(status) + ").";
  else if (status == 0x0124)
    outcome.words = "Refused: this program may not store there (status 0124).";
  else
    outcome.words = "Refused by the PACS with status " + hex(status) + ".";
}

std::unique_ptr<Association> opened_for(const std::vector<Outgoing>& files, const PacsNode& node) {
  auto association = std::make_unique<Association>(node);
  std::set<Kind> kinds;
  for (const Outgoing& file : files)
    if (file.fault.empty() && kinds.size() < most_kinds) kinds.insert(file.kind);
  for (const Kind& kind : kinds) association->offer(kind);
  association->open();
  return association;
}

// One object. Returns false if the association is of no more use.
bool store(Association& association, const Outgoing& file, SendOutcome& outcome) {
  Uint16 status = 0xFFFF;
  const OFCondition sent = association.scu().sendSTORERequest(0, file.file.c_str(), nullptr, status);
  if (sent.good()) {
    judge(outcome, status);
    return true;
  }
  if (sent == DIMSE_NOVALIDPRESENTATIONCONTEXTID || sent == NET_EC_NoAcceptablePresentationContexts) {
    outcome.result = SendOutcome::Result::refused;
    const char* name = dcmFindNameOfUID(file.kind.first.c_str());
    outcome.words = "Refused: the PACS takes no objects of the kind " + std::string(name ? name : file.kind.first) +
                    " as they are stored here.";
    return true;
  }
  outcome.result = SendOutcome::Result::not_sent;
  outcome.words = "Not sent. " + association.words_for(sent);
  return false;
}

// The instances of a series that the archive names: C-FIND at IMAGE level, study root.
std::set<std::string> held_instances(Association& association, const std::string& study, const std::string& series) {
  DcmDataset query;
  query.putAndInsertString(DCM_QueryRetrieveLevel, "IMAGE");
  query.putAndInsertString(DCM_StudyInstanceUID, study.c_str());
  query.putAndInsertString(DCM_SeriesInstanceUID, series.c_str());
  query.putAndInsertString(DCM_SOPInstanceUID, "");
  OFList<QRResponse*> responses;
  const auto context = association.scu().findPresentationContextID(UID_FINDStudyRootQueryRetrieveInformationModel, "");
  const OFCondition asked = association.scu().sendFINDRequest(context, &query, &responses);
  std::set<std::string> held;
  for (QRResponse* response : responses) {
    OFString uid;
    if (response->m_dataset && response->m_dataset->findAndGetOFString(DCM_SOPInstanceUID, uid).good())
      held.insert(uid.c_str());
    delete response;
  }
  if (asked.bad()) throw Failure(association.words_for(asked));
  return held;
}

void ask_what_is_held(const std::vector<Outgoing>& files, std::vector<SendOutcome>& outcomes, const PacsNode& node) {
  Association association(node);
  association.offer({UID_FINDStudyRootQueryRetrieveInformationModel, UID_LittleEndianImplicitTransferSyntax});
  association.open();
  std::map<std::pair<std::string, std::string>, std::set<std::string>> held;
  for (std::size_t n = 0; n < files.size(); ++n) {
    SendOutcome& outcome = outcomes[n];
    if (outcome.result != SendOutcome::Result::sent && outcome.result != SendOutcome::Result::warning) continue;
    const auto [series, is_new] = held.try_emplace({files[n].study, files[n].series});
    if (is_new) series->second = held_instances(association, files[n].study, files[n].series);
    outcome.held = series->second.contains(files[n].sop_instance);
    if (!outcome.held)
      outcome.words += " The archive does not name it when asked: it may still be filing it, or have dropped it.";
    else if (outcome.result == SendOutcome::Result::sent)
      outcome.words = "Sent and found in the archive.";
    else
      outcome.words += " The archive holds it.";
  }
}

}  // namespace

PacsNode node_from(const std::string& text, const std::string& calling_aet) {
  const auto at = text.find('@'), colon = text.rfind(':');
  const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  const std::string port = colon == std::string::npos ? "" : text.substr(colon + 1);
  const bool good = at != std::string::npos && at > 0 && colon != std::string::npos && colon > at + 1 &&
                    !port.empty() && port.size() <= 5 && std::all_of(port.begin(), port.end(), is_digit);
  if (!good || std::stoi(port) < 1 || std::stoi(port) > 65535)
    throw Failure("\"" + text +
                  "\" is no address of a PACS. Write NAME@HOST:PORT, for example ORTHANC@127.0.0.1:4242.");
  for (const std::string& name : {text.substr(0, at), calling_aet})
    if (name.empty() || name.size() > 16)
      throw Failure("\"" + name + "\" is no name of a DICOM node: an AE title has 1 to 16 characters.");
  PacsNode node;
  node.called_aet = text.substr(0, at);
  node.host = text.substr(at + 1, colon - at - 1);
  node.port = std::stoi(port);
  node.calling_aet = calling_aet;
  return node;
}

void echo(const PacsNode& node) {
  Association association(node);
  association.offer({UID_VerificationSOPClass, UID_LittleEndianImplicitTransferSyntax});
  association.open();
  const OFCondition answered = association.scu().sendECHORequest(0);
  if (answered.bad()) throw Failure(association.words_for(answered));
}

std::vector<SendOutcome> send(const std::vector<std::filesystem::path>& paths, const PacsNode& node,
                              const Progress& progress) {
  progress.report(0, "Looking at the files");
  const std::vector<Outgoing> files = outgoing_files(paths);
  if (std::none_of(files.begin(), files.end(), [](const Outgoing& file) { return file.fault.empty(); }))
    throw Failure(files.size() == 1 ? "Nothing was sent: " + files.front().file.string() + ": " + files.front().fault
                                    : "Nothing was sent: there is no DICOM object among the " +
                                          std::to_string(files.size()) + " files.");
  auto association = opened_for(files, node);
  std::vector<SendOutcome> outcomes;
  std::string broken;  // why the connection is gone for good
  for (const Outgoing& file : files) {
    progress.report(0.9 * static_cast<double>(outcomes.size()) / static_cast<double>(files.size()),
                    "Sending to " + node.called_aet);
    SendOutcome outcome{file.file, file.sop_instance, file.description, SendOutcome::Result::not_sent,
                        false,     file.fault};
    if (file.fault.empty() && !broken.empty())
      outcome.words = "Not sent. " + broken;
    else if (file.fault.empty() && !store(*association, file, outcome))
      try {
        association = opened_for(files, node);  // one fault of the connection costs one object
      } catch (const Failure& failure) {
        broken = failure.what();
      }
    outcomes.push_back(std::move(outcome));
  }
  association.reset();
  progress.report(0.9, "Asking " + node.called_aet + " what it holds");
  try {
    ask_what_is_held(files, outcomes, node);
  } catch (const Failure& failure) {
    for (SendOutcome& outcome : outcomes)
      if (outcome.result == SendOutcome::Result::sent && !outcome.held)
        outcome.words = std::string("Sent, but the archive could not be asked whether it holds it. ") + failure.what();
  }
  return outcomes;
}

}  // namespace longview
