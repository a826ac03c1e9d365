// Courses on disk, so that simulated ones are made once.
#include <cstring>

#include "imaging/core/failure.h"
#include "networks/core/weights.h"
#include "networks/training/course.h"

namespace longview {

namespace {
template <class T>
StoredTensor raw(std::string name, const char* type, const std::vector<T>& values) {
  StoredTensor tensor{std::move(name), type, {static_cast<std::int64_t>(values.size())}, {}};
  tensor.bytes.resize(values.size() * sizeof(T));
  std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
  return tensor;
}

template <class T>
std::vector<T> values(const StoredWeights& file, const std::string& name) {
  for (const StoredTensor& tensor : file.tensors)
    if (tensor.name == name) {
      if (bytes_of_stored(tensor.type) != sizeof(T)) break;
      std::vector<T> out(tensor.bytes.size() / sizeof(T));
      std::memcpy(out.data(), tensor.bytes.data(), tensor.bytes.size());
      return out;
    }
  throw Failure("A stored course lacks " + name + ". Delete it: it is made again.");
}
}  // namespace

void write_course(const std::filesystem::path& path, const Course& course) {
  StoredWeights file;
  file.metadata["patient"] = course.patient;
  file.metadata["simulated"] = course.simulated ? "yes" : "no";
  std::vector<double> days;
  for (std::size_t i = 0; i < course.dates.size(); ++i) {
    days.push_back(course.dates[i].day);
    file.tensors.push_back(raw("image." + std::to_string(i), "U8", course.dates[i].image));
    file.tensors.push_back(raw("distance." + std::to_string(i), "I16", course.dates[i].distance));
  }
  file.tensors.push_back(raw("days", "F64", days));
  file.tensors.push_back(raw("size", "I32", std::vector<int>(course.size.begin(), course.size.end())));
  file.tensors.push_back(raw("white", "U8", course.white));
  file.tensors.push_back(raw("grey", "U8", course.grey));
  file.tensors.push_back(raw("csf", "U8", course.csf));
  file.tensors.push_back(raw("brain", "U8", course.brain));
  file.tensors.push_back(raw("rim", "U32", course.rim));
  file.tensors.push_back(raw("inside", "U32", course.inside));
  write_weights(path, file);
}

Course read_course(const std::filesystem::path& path) {
  const StoredWeights file = read_weights(path);
  Course course;
  course.patient = file.metadata.at("patient");
  course.simulated = file.metadata.at("simulated") == "yes";
  const auto size = values<int>(file, "size");
  if (size.size() != 3) throw Failure("A stored course has no size. Delete " + path.string() + ": it is made again.");
  course.size = {size[0], size[1], size[2]};
  course.white = values<std::uint8_t>(file, "white");
  course.grey = values<std::uint8_t>(file, "grey");
  course.csf = values<std::uint8_t>(file, "csf");
  course.brain = values<std::uint8_t>(file, "brain");
  course.rim = values<std::uint32_t>(file, "rim");
  course.inside = values<std::uint32_t>(file, "inside");
  const auto days = values<double>(file, "days");
  for (std::size_t i = 0; i < days.size(); ++i)
    course.dates.push_back({days[i], values<std::uint8_t>(file, "image." + std::to_string(i)),
                            values<std::int16_t>(file, "distance." + std::to_string(i))});
  return course;
}

}  // namespace longview
