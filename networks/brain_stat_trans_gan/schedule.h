// What is learned when: the two schedules that are known of BrainStatTrans-GAN (networks.md 3.5).
#pragma once

#include <string>

namespace longview::brain_stat_trans_gan {

enum class Schedule {
  released,  // the PyTorch release: 200 epochs
  paper,     // the authors' description: phase 1, then 150 epochs with one of phase 1 after every 10
};

// One epoch's losses. In both schedules patients and healthy ones are mixed 1 : 1 where the status is taught (ours; the
// release shows patients only): the healthy ones are to stay as they are.
struct EpochPlan {
  bool ssim = false;         // with the SSIM term
  bool adversarial = false;  // the discriminator learns and teaches
  bool status = false;       // the status networks teach, patients are shown
};

int epochs(Schedule schedule);
EpochPlan plan(Schedule schedule, int epoch);

// The same schedule in fewer steps: what is done at a share (0 to 1) of the way.
EpochPlan plan_at(Schedule schedule, double share);

// "released" or "paper". Throws Failure for another word.
Schedule schedule_named(const std::string& name);

}  // namespace longview::brain_stat_trans_gan
