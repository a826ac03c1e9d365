// A prediction as files in a folder, with the record that makes it again.
#pragma once

#include <filesystem>
#include <string>

#include "app/cli/study_options.h"
#include "app/pipeline/predict.h"

namespace longview {

// image.nii.gz (or as the model names it), labels.nii.gz, and where the model has them probability.nii.gz,
// spread.nii.gz and its findings as NAME.nii.gz, NAME.csv and NAME.json, on the last scan's grid; lesions that were
// proposed; record.json with inputs' hashes, options, provenance and the results' hashes.
void write_prediction(const Prediction& prediction, const Study& study, const StudyOptions& options,
                      const PredictRequest& request, const std::filesystem::path& out);

}  // namespace longview
