#include "networks/gp_gan/course_state.h"

namespace longview::gp_gan {

namespace {
template <class T>
at::Tensor unpacked(const Course& course, const std::vector<T>& voxels) {
  const at::Tensor packed =
      at::from_blob(const_cast<T*>(voxels.data()), {1, 1, course.size[2], course.size[1], course.size[0]},
                    c10::CppTypeToScalarType<T>::value);
  return packed.to(at::kFloat);
}
}  // namespace

at::Tensor distance_at(const Course& course, std::size_t date) {
  return unpacked(course, course.dates[date].distance) / 64;
}

at::Tensor brain_of(const Course& course) { return unpacked(course, course.brain); }

State state_at(const Course& course, std::size_t date) {
  return {unpacked(course, course.dates[date].image) / 127.5 - 1,
          unpacked(course, course.white) / 255,
          unpacked(course, course.grey) / 255,
          unpacked(course, course.csf) / 255,
          distance_at(course, date),
          {},
          {}};
}

}  // namespace longview::gp_gan
