// Training of U-HPNet and of the networks that it is compared with.
#pragma once

#include "networks/core/model.h"
#include "networks/u_hpnet/trainer.h"

namespace longview::u_hpnet {

// Simulated cases in the lungs of a cohort, kept in a folder: what is there is read, what is missing is made when it is
// asked for. The patient of case i is the (i modulo n)-th of those sorted by name.
class KeptCases {
 public:
  // Throws Failure if no history is a CT.
  KeptCases(const std::vector<History>& cohort, std::filesystem::path folder, std::uint64_t wanted, std::uint64_t seed);

  // Makes cases until there are `count` or all that are wanted; takes all that lie in the folder one after the other.
  // Anatomies without a place for a nodule are left out; throws Failure when none is left.
  void make(std::uint64_t count, const Progress& progress);
  const Cases& cases() const { return cases_; }
  std::vector<std::string> anatomies() const;                             // of the cases
  const std::vector<std::string>& left_out() const { return left_out_; }  // in words

 private:
  struct Ground {
    std::string patient;
    Volume ct;
  };
  std::filesystem::path file_of(std::uint64_t index) const;
  void make_next(const Progress& progress);

  std::filesystem::path folder_;
  std::uint64_t wanted_, seed_, next_ = 0;
  std::vector<Ground> grounds_;
  std::vector<std::string> left_out_;
  Cases cases_;
};

// Cohort: one CT a patient is a ground to grow nodules in (the last date).
void train(const std::vector<History>& cohort, const TrainOptions& options, int dimensions, const Recipe& recipe,
           const Progress& progress);

}  // namespace longview::u_hpnet
