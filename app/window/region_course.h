// The volumes of a study's brain regions at each date, beside the healthy: what the normative plot shows.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/window/study_flow.h"
#include "imaging/measurement/region_table.h"
#include "viewer/plots/normative_plot.h"

namespace longview {

struct RegionDate {
  int timepoint = 0;
  double skull_ml = 0;                    // all within the skull; 0 where it was not measured
  std::map<std::string, double> volumes;  // ml by name, of measured_regions()
};

struct RegionCourse {
  std::string method;             // of measuring: "DLMUSE", "brain-labels"; empty without structures
  std::vector<RegionDate> dates;  // in the study's order
};

// Acquired dates by the structures that came with them; where none did, by what brain-labels found (its time point or
// its table regions_by_date). Predicted dates by the model's own numbers, else by their structures. One way of
// measuring for all dates: the way of the acquired ones.
RegionCourse region_course(const Study& study, const std::vector<ModelFindings>& findings,
                           const Progress& progress = {});

// The plot of one region; `all` are the norms that are installed.
NormativeContent normative_content(const Study& study, const RegionCourse& course,
                                   const std::vector<RegionalNorms>& all, const std::string& region);

// The installed norms; none where there are none.
std::vector<RegionalNorms> installed_norms();

// The region that a row of a model's table is about, by the name that norms have; empty where it is none.
std::string region_of_row(const NamedTable& table, int row);

}  // namespace longview
