// How BrainStatTrans-GAN and RMFN are trained: every number of networks.md 3.5 and 3.6 and of our own.
#pragma once

#include <cstdint>

#include "networks/brain_stat_trans_gan/schedule.h"
#include "networks/training/brains.h"

namespace longview::brain_stat_trans_gan {

// What the networks learn to tell apart, and the generator to turn back: healthy brains and the same with simulated
// atrophy, or younger and older brains as they are.
enum class Status { simulated_atrophy, older_age };
inline constexpr double younger_until_years = 45, older_from_years = 60;

struct Recipe {
  Status status = Status::simulated_atrophy;
  double older_age_share = 0.35;  // of the time, for a second training on older and younger brains (ours)
  Schedule schedule = Schedule::paper;
  int batch = 4;
  double generator_rate = 5e-4, discriminator_rate = 2e-4;  // ours; released: 1e-4, 4e-4 for far more steps
  double discriminator_rests_below = 0.35;  // loss under which it does not learn, or it wins for good (ours)
  double status_rate = 1e-3, rmfn_rate = 1e-3, weight_decay = 1e-2;  // the decay is RMFN's
  // Shares of the time (ours): the status networks, the generator, and RMFN for the rest.
  double status_share = 0.35, generator_share = 0.5;
  double minutes = 45;  // where none are given
  // Simulated patients (ours): the hippocampi's loss, percent, drawn for each showing.
  double least_loss = 8, most_loss = 35;
  double field_loss = 10;  // of the field that is kept for each brain; more is that field over and over
  Jitter jitter{3, 1.5, 0.03, true};
  double save_every_seconds = 240;
};

}  // namespace longview::brain_stat_trans_gan
