#include "imaging/reading/read.h"

#include "imaging/core/failure.h"
#include "imaging/reading/dicom_headers.h"
#include "imaging/reading/dicom_volume.h"
#include "imaging/reading/formats.h"
#include "imaging/reading/parallel.h"

namespace longview {
namespace {

std::vector<std::shared_ptr<const DicomHeader>> headers_of(const std::vector<std::filesystem::path>& files,
                                                           const Progress& progress) {
  std::vector<std::shared_ptr<const DicomHeader>> headers(files.size());
  in_parallel(files.size(), [&](std::size_t i) {
    progress.check();
    headers[i] = std::make_shared<const DicomHeader>(read_dicom_header(files[i]));
  });
  return headers;
}

std::vector<Plane> planes_meant(const Series& series, const Progress& progress) {
  const auto stacks = stacks_of(planes_of(headers_of(series.files, progress)));
  if (stacks.size() == 1) return stacks[0];
  if (const auto number = series.facts.find("Stack"); number != series.facts.end()) {
    const auto index = static_cast<std::size_t>(std::stoul(number->second)) - 1;
    if (index < stacks.size()) return stacks[index];
  }
  if (stacks.empty()) throw Failure("It holds no image.");
  throw Failure("Its files do not make one volume: they have " + std::to_string(stacks.size()) +
                " different orientations, sizes or kinds. Scan the folder again.");
}

Volume read_dicom(const Series& series, std::vector<Problem>& problems, const Progress& progress) {
  const Stack stack = plan_stack(planes_meant(series, progress));
  for (Problem problem : stack.problems) {
    problem.where = series.description;
    problems.push_back(std::move(problem));
  }
  return volume_of_stack(stack, problems, progress);
}

Volume read_raw(const std::filesystem::path& file, const Progress& progress) {
  const Format* format = format_of(file);
  if (!format) throw Failure("The file " + file.string() + " is in no format that is read here.");
  return read_voxels(format->read_header(file), progress);
}

}  // namespace

Volume read(const Series& series, std::vector<Problem>& problems, const Progress& progress) {
  if (series.files.empty()) throw Failure("The series " + series.description + " has no files to read.");
  try {
    if (series.format == "DICOM") return read_dicom(series, problems, progress);
    Volume volume = read_raw(series.files[0], progress);
    if (series.modality == "CT") volume.unit = "HU";
    return volume;
  } catch (const Failure& failure) {
    throw Failure(failure, "The series " + series.description + " cannot be read.");
  }
}

Volume read_image(const std::filesystem::path& file, const Progress& progress) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) throw Failure("The file " + file.string() + " does not exist.");
  if (format_of(file)) return read_raw(file, progress);
  if (!looks_like_dicom(file))
    throw Failure("The file " + file.string() +
                  " is no image that can be read: neither DICOM, NIfTI, NRRD nor MetaImage.");
  return volume_of_file(std::make_shared<const DicomHeader>(read_dicom_header(file)), progress);
}

}  // namespace longview
