// Private to measurement: the one-dimensional step of the exact Euclidean distance transform.
#pragma once

#include <cstddef>
#include <vector>

namespace longview {

// min over sites s of value(s) + (x - position(s))^2: the lower envelope of parabolas, Felzenszwalb and Huttenlocher,
// Distance Transforms of Sampled Functions, Theory of Computing 8 (2012), section 2. Linear in sites plus queries.
class LowerEnvelope {
 public:
  void clear() { count_ = 0, reading_ = 0; }
  // Positions must ascend strictly; values are finite.
  void add(double position, double value);
  bool empty() const { return count_ == 0; }
  // x must not descend between calls; at least one site was added.
  double at(double x);

 private:
  struct Site {
    double position, value, from;  // the lowest parabola right of `from`
  };
  std::vector<Site> sites_;
  std::size_t count_ = 0, reading_ = 0;
};

}  // namespace longview
