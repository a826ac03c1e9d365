#include "app/pipeline/export_study.h"

#include <algorithm>

#include "app/pipeline/prepare.h"
#include "app/pipeline/timepoints.h"
#include "imaging/core/failure.h"
#include "imaging/core/made_up_mark.h"
#include "imaging/writing/derived_series.h"
#include "imaging/writing/dicom_seg.h"
#include "imaging/writing/dicom_sr.h"
#include "imaging/writing/nifti.h"

namespace longview {

namespace {
namespace fs = std::filesystem;

// Everything one export knows: the date itself, the acquired date it stands on, and what was written so far.
struct Job {
  const Study& study;
  const Timepoint& timepoint;
  const Timepoint& standing_on;
  const ExportRequest& request;
  Series source;  // the DICOM series that SEG and SR refer to
  std::vector<ExportedObject> written;

  DicomTarget target(const Series* on) const {
    return {study.patient, &standing_on, on, timepoint.provenance, timepoint.kind, study.simulated, request.review};
  }
};

const Timepoint& acquired_under(const Study& study, const Timepoint& timepoint) {
  if (timepoint.kind == TimepointKind::acquired) return timepoint;
  for (const Timepoint& other : study.timepoints)
    if (other.kind == TimepointKind::acquired && timepoint.provenance && !timepoint.provenance->inputs.empty() &&
        other.session == timepoint.provenance->inputs.back())
      return other;
  throw Failure("The date that this prediction was made from is not in the study; open the study it came from.");
}

std::string marked(const Timepoint& timepoint, const std::string& description) {
  if (!timepoint.provenance) return description;
  return made_up_mark(timepoint.kind, timepoint.provenance->horizon_days) + " " + description;
}

// A NIfTI study has no series for a SEG to stand on: one is derived from the acquired scan first.
void provide_source(Job& job, const Progress& progress) {
  job.source = loaded_series(job.standing_on);
  if (job.source.format == "DICOM") return;
  DicomTarget target = job.target(nullptr);
  target.provenance.reset();
  SeriesOptions options;
  options.description = job.source.description + " (from " + job.source.format + ")";
  options.modality = job.source.modality.empty() ? "MR" : job.source.modality;
  const fs::path folder = job.request.folder / "source-series";
  const Volume volume = *job.source.volume;
  job.source = write_series(volume, target, folder, options, progress);
  job.source.volume = volume;
  job.written.push_back({folder, options.description});
}

const LabelMap& labels_to_export(const Job& job) {
  if (const LabelMap* labels = lesion_of(job.timepoint)) return *labels;
  throw Failure(name_of(job.timepoint) + " has no segmentation to export. Draw or predict one first.");
}

void export_nifti(Job& job) {
  const std::string mark = marked(job.timepoint, "Longview");
  const auto write_volume = [&](const Volume& volume, const char* name) {
    write_nifti(volume, job.request.folder / name, mark);
    job.written.push_back({job.request.folder / name, mark});
  };
  for (const Series& series : job.timepoint.series)
    if (series.volume) {
      write_volume(*series.volume, "image.nii.gz");
      break;
    }
  if (job.timepoint.probability) write_volume(*job.timepoint.probability, "probability.nii.gz");
  if (job.timepoint.spread) write_volume(*job.timepoint.spread, "spread.nii.gz");
  if (const LabelMap* labels = lesion_of(job.timepoint)) {
    write_nifti(*labels, job.request.folder / "labels.nii.gz", mark);
    job.written.push_back({job.request.folder / "labels.nii.gz", mark});
  }
}

fs::path seg_file(const Job& job) { return job.request.folder / "segmentation.dcm"; }

void export_seg(Job& job, const Progress& progress) {
  const auto done = std::any_of(job.written.begin(), job.written.end(),
                                [&](const ExportedObject& object) { return object.path == seg_file(job); });
  if (done) return;
  write_seg(labels_to_export(job), job.target(&job.source), seg_file(job), progress);
  job.written.push_back({seg_file(job), marked(job.timepoint, "Segmentation")});
}

void export_fractional(Job& job, const Progress& progress) {
  if (!job.timepoint.probability)
    throw Failure(name_of(job.timepoint) +
                  " has no probability map; its model gives none. Export the segmentation instead.");
  const fs::path file = job.request.folder / "probability.dcm";
  write_fractional_seg(*job.timepoint.probability, labels_to_export(job).labels.front(), job.target(&job.source), file,
                       progress);
  job.written.push_back({file, marked(job.timepoint, "Probability")});
}

std::optional<Change> change_from_before(const Job& job, double to_ml) {
  const Timepoint* before = job.timepoint.kind == TimepointKind::acquired ? nullptr : &job.standing_on;
  if (!before)
    for (const Timepoint& other : job.study.timepoints)
      if (other.kind == TimepointKind::acquired && other.day && job.timepoint.day && *other.day < *job.timepoint.day)
        before = &other;
  const LabelMap* old = before ? lesion_of(*before) : nullptr;
  if (!old || !before->day || !job.timepoint.day) return std::nullopt;
  const Volume old_mask = followed_mask(*old), new_mask = followed_mask(labels_to_export(job));
  const double residual = job.standing_on.from_study ? job.standing_on.from_study->quality.residual_mm : 0;
  return change_between(volume_ml(old_mask), to_ml, *job.timepoint.day - *before->day,
                        noise_floor_ml(old_mask, new_mask, residual));
}

void export_sr(Job& job, const Progress& progress) {
  export_seg(job, progress.part(0, 0.5));
  const LabelMap& labels = labels_to_export(job);
  std::vector<ReportedLabel> reported;
  for (const LabelVolume& volume : measure(labels)) {
    const auto label = std::find_if(labels.labels.begin(), labels.labels.end(),
                                    [&](const Label& l) { return l.value == volume.value; });
    if (label == labels.labels.end() || volume.voxels == 0) continue;
    const bool followed = volume.value == followed_value(labels) || labels.labels.size() == 1;
    reported.push_back({*label, volume, followed ? change_from_before(job, volume.volume_ml) : std::nullopt});
  }
  const fs::path file = job.request.folder / "measurements.dcm";
  write_sr(reported, seg_file(job), job.target(&job.source), file, progress.part(0.5, 1));
  job.written.push_back({file, marked(job.timepoint, "Measurements")});
}

void export_series(Job& job, const Progress& progress) {
  const Series& series = loaded_series(job.timepoint);
  SeriesOptions options;
  options.description = series.description;
  options.modality = series.modality.empty() ? "MR" : series.modality;
  options.series_number = 901;
  const fs::path folder = job.request.folder / "series";
  write_series(*series.volume, job.target(&job.source), folder, options, progress);
  job.written.push_back({folder, marked(job.timepoint, series.description)});
}
}  // namespace

std::vector<ExportedObject> export_timepoint(const Study& study, std::size_t timepoint, const ExportRequest& request,
                                             const Progress& progress) {
  const Timepoint& chosen = study.timepoints.at(timepoint);
  std::error_code error;
  fs::create_directories(request.folder, error);
  if (error) throw Failure("The folder " + request.folder.string() + " cannot be made: " + error.message() + ".");
  Job job{study, chosen, acquired_under(study, chosen), request, {}, {}};
  const bool dicom = std::any_of(request.formats.begin(), request.formats.end(),
                                 [](ExportFormat format) { return format != ExportFormat::nifti; });
  if (dicom) provide_source(job, progress.part(0, 0.3));
  const double n = static_cast<double>(std::max<std::size_t>(1, request.formats.size()));
  for (std::size_t i = 0; i < request.formats.size(); ++i) {
    const Progress part =
        progress.part(0.3 + 0.7 * static_cast<double>(i) / n, 0.3 + 0.7 * static_cast<double>(i + 1) / n);
    part.check();
    switch (request.formats[i]) {
      case ExportFormat::nifti: export_nifti(job); break;
      case ExportFormat::seg: export_seg(job, part); break;
      case ExportFormat::fractional_seg: export_fractional(job, part); break;
      case ExportFormat::sr: export_sr(job, part); break;
      case ExportFormat::series: export_series(job, part); break;
    }
  }
  return std::move(job.written);
}

}  // namespace longview
