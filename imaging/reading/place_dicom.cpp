#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "imaging/core/failure.h"
#include "imaging/reading/dicom_pixels.h"
#include "imaging/reading/dicom_stack.h"
#include "imaging/reading/found_image.h"

namespace longview {
namespace {

using Header = std::shared_ptr<const DicomHeader>;

std::vector<Header> headers_of(const std::vector<Plane>& planes) {
  std::vector<Header> headers;
  std::set<const DicomHeader*> seen;
  for (const Plane& plane : planes)
    if (seen.insert(plane.header.get()).second) headers.push_back(plane.header);
  return headers;
}

bool same_planes(const std::vector<Plane>& a, const std::vector<Plane>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const Plane& p, const Plane& q) {
           return p.header == q.header && p.frame == q.frame;
         });
}

// Where files hold planes of several stacks, read() must know which one is meant: its number among theirs.
void mark_stack(const std::vector<Plane>& planes, Series& series) {
  const auto stacks = stacks_of(planes_of(headers_of(planes)));
  if (stacks.size() < 2) return;
  for (std::size_t i = 0; i < stacks.size(); ++i)
    if (same_planes(stacks[i], planes)) series.facts["Stack"] = std::to_string(i + 1);
}

Placed placed_series(const std::vector<Plane>& planes, std::size_t number, std::size_t of) {
  const Header& first = planes[0].header;
  Stack stack = plan_stack(planes);
  Placed placed;
  Series series;
  series.id = first->series_uid + (number > 0 ? "/" + std::to_string(number + 1) : "");
  series.modality = first->modality;
  series.description =
      first->description.empty() ? first->modality + " " + std::to_string(first->series_number) : first->description;
  if (of > 1) series.description += " (part " + std::to_string(number + 1) + ")";
  series.sequence = first->sequence;
  series.grid = stack.grid;
  series.format = "DICOM";
  series.frame_of_reference = first->frame_of_reference;
  series.facts = dicom_facts(first->file);
  for (const auto& group : {stack.planes, stack.doubled})
    for (const Header& header : headers_of(group)) series.files.push_back(header->file);
  mark_stack(planes, series);
  try {
    check_pixels(*first);
  } catch (const Failure& failure) {
    stack.refusal = failure.what();
  }
  placed.problems = stack.problems;
  if (!stack.refusal.empty()) {
    series.readable = false;
    placed.problems.push_back({Severity::warning, "", stack.refusal});
  }
  for (const auto& header : headers_of(planes)) placed.simulated |= header->synthetic;
  placed.series = std::move(series);
  return placed;
}

Placed placed_segmentation(const Header& header) {
  Placed placed;
  Segmentation mask;
  mask.name = header->description.empty() ? "Segmentation" : header->description;
  mask.files = {header->file};
  mask.format = "DICOM SEG";
  placed.referenced_series = header->referenced_series;
  placed.simulated = header->synthetic;
  placed.mask = std::move(mask);
  return placed;
}

void identify(const DicomHeader& header, const std::filesystem::path& folder, Placed& placed) {
  placed.patient = header.patient;
  if (placed.patient.id.empty()) placed.patient.id = header.patient.name;
  if (placed.patient.id.empty()) placed.patient.id = std::filesystem::absolute(folder).filename().string();
  placed.session = header.study_uid;
  placed.date = header.date;
  mark_if_predicted(header.description, placed);
}

// A visit that runs past midnight is one date; images added to a study days later are another.
void settle_dates(std::vector<Placed>& placed) {
  std::map<std::string, Date> first;
  for (const Placed& p : placed) {
    if (!p.date || p.mask || p.kind != TimepointKind::acquired) continue;
    const auto known = first.try_emplace(p.session, *p.date).first;
    known->second = std::min(known->second, *p.date);
  }
  for (Placed& p : placed) {
    const auto start = first.find(p.session);
    if (start == first.end() || !p.date) continue;
    if (p.mask || days_between(start->second, *p.date) <= 1)
      p.date = start->second;
    else
      p.session += "|" + iso(*p.date);
  }
}

// "RTStructureSetStorage" -> "RT Structure Set".
std::string in_words(std::string name) {
  if (name.ends_with("Storage")) name.resize(name.size() - 7);
  std::string words;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto upper = [&](std::size_t n) {
      return n < name.size() && std::isupper(static_cast<unsigned char>(name[n]));
    };
    const bool starts = i > 0 && upper(i) && (!upper(i - 1) || (i + 1 < name.size() && !upper(i + 1)));
    words += (starts ? " " : "") + std::string(1, name[i]);
  }
  return words;
}

std::vector<Placed> others(const std::vector<Header>& headers, const std::filesystem::path& folder) {
  std::map<std::pair<std::string, std::string>, std::vector<Header>> kinds;
  for (const Header& header : headers)
    if (header->kind == DicomKind::other) kinds[{header->patient.id, header->kind_in_words}].push_back(header);
  std::vector<Placed> placed;
  for (const auto& [key, files] : kinds) {
    Placed p;
    identify(*files[0], folder, p);
    const std::string more = files.size() > 1 ? " and " + std::to_string(files.size() - 1) + " more" : "";
    p.problems.push_back({Severity::note, files[0]->file.filename().string() + more,
                          "This is no image but " +
                              (key.second.empty() ? "another DICOM object" : in_words(key.second)) +
                              "; it is left aside."});
    placed.push_back(std::move(p));
  }
  return placed;
}

}  // namespace

std::vector<Placed> place_dicom(const FoundFiles& found, const std::filesystem::path& folder) {
  std::map<std::pair<std::string, std::string>, std::vector<Header>> series;
  std::vector<Placed> placed;
  for (const Header& header : found.dicom) {
    if (header->kind == DicomKind::image) series[{header->patient.id, header->series_uid}].push_back(header);
    if (header->kind != DicomKind::segmentation) continue;
    placed.push_back(placed_segmentation(header));
    identify(*header, folder, placed.back());
  }
  for (const auto& [key, headers] : series) {
    auto stacks = stacks_of(planes_of(headers));
    // The largest first: it keeps the series' own id, a scout among the slices does not.
    std::stable_sort(stacks.begin(), stacks.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
    for (std::size_t i = 0; i < stacks.size(); ++i) {
      placed.push_back(placed_series(stacks[i], i, stacks.size()));
      identify(*stacks[i][0].header, folder, placed.back());
    }
  }
  settle_dates(placed);
  for (Placed& p : others(found.dicom, folder)) placed.push_back(std::move(p));
  return placed;
}

}  // namespace longview
