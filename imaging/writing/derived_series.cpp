#include "imaging/writing/derived_series.h"

#include "imaging/core/failure.h"
#include "imaging/reading/sequence_guess.h"
#include "imaging/writing/private/dicom_marks.h"
#include "imaging/writing/private/series_parts.h"

namespace longview {

std::string SeriesJob::instance_uid(int number) const {
  return source ? new_uid() : uid_from(series_uid + "\n" + std::to_string(number));
}

std::string SeriesJob::description() const { return marked(target, options.description); }

std::vector<SourceImage> all_sources(const SeriesJob& job) {
  return job.source ? job.source->slices : std::vector<SourceImage>{};
}

namespace {

// The day the content was made: of the scan itself where the files must come out the same again.
void put_content_date(DcmDataset& dataset, const SeriesJob& job) {
  const Timepoint* timepoint = job.target.timepoint;
  const bool fixed = !job.source && timepoint && timepoint->date;
  put(dataset, DCM_ContentDate, fixed ? dicom_date(*timepoint->date) : date_now());
  put(dataset, DCM_ContentTime, fixed ? "120000" : time_now());
}

// Acquired scans keep their date; what was never acquired has none.
void put_acquisition_date(DcmDataset& dataset, const SeriesJob& job) {
  const Timepoint* timepoint = job.target.timepoint;
  if (job.predicted() || !timepoint || !timepoint->date) return;
  put(dataset, DCM_AcquisitionDate, dicom_date(*timepoint->date));
  put(dataset, DCM_SeriesDate, dicom_date(*timepoint->date));
}

bool is_same(const Grid& grid, const DicomTarget& target) {
  return target.source && same_grid(grid, target.source->grid, 0.01);
}

Series as_read(const SeriesJob& job, std::vector<std::filesystem::path> files) {
  Series series;
  series.id = job.series_uid;
  series.modality = job.options.modality;
  series.description = job.description();
  series.sequence = job.target.source
                        ? job.target.source->sequence
                        : guess_dicom_sequence(job.options.modality, job.description(), job.options.contrast_agent);
  series.grid = job.pixels.grid;
  series.files = std::move(files);
  series.format = "DICOM";
  auto format = load(series.files.front());
  series.frame_of_reference = get(*format.getDataset(), DCM_FrameOfReferenceUID);
  series.facts["StudyInstanceUID"] = get(*format.getDataset(), DCM_StudyInstanceUID);
  series.facts["Manufacturer"] = our_name;
  series.volume = volume_of(job.pixels, job.options.modality == "CT" ? "HU" : "");
  return series;
}

}  // namespace

void put_common(DcmDataset& dataset, const SeriesJob& job) {
  put_subject(dataset, job.target, job.source ? &*job.source : nullptr);
  put(dataset, DCM_Modality, job.options.modality);
  put(dataset, DCM_SeriesInstanceUID, job.series_uid);
  put(dataset, DCM_SeriesNumber, std::to_string(job.options.series_number));
  put_text(dataset, DCM_SeriesDescription, job.description());
  put(dataset, DCM_PatientPosition, job.source ? get(job.source->header(), DCM_PatientPosition) : "HFS");
  put_content_date(dataset, job);
  put_acquisition_date(dataset, job);
  put_text(dataset, DCM_ImageComments, account_of(job.target));
  put(dataset, DCM_BurnedInAnnotation, "NO");
  put(dataset, DCM_LossyImageCompression, "00");
  put_equipment(dataset);
  put_contribution(dataset, job.target);
  put_pixel_module(dataset, job.pixels);
  if (job.target.simulated) put_synthetic(dataset);
}

Series write_series(const Volume& volume, const DicomTarget& target, const std::filesystem::path& folder,
                    const SeriesOptions& options, const Progress& progress) {
  if (options.modality != "MR" && options.modality != "CT")
    throw Failure("A series of modality \"" + options.modality +
                  "\" cannot be written as DICOM; only MR and CT can. Export it as NIfTI.");
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    throw Failure("The folder " + folder.string() + " cannot be made: " + error.message() + ". Choose another.");
  progress.report(0, "Writing the series");
  SeriesJob job{target, options, folder, stored_pixels(volume, !options.derived || options.modality == "CT"),
                {},     {},      {}};
  if (target.source) {
    job.source = source_of(*target.source);
    job.series_uid = new_uid();
    if (is_same(job.pixels.grid, target)) job.source_of_slice = job.source->slices;
  } else {
    DcmDataset study;
    put_subject(study, target, nullptr);
    job.series_uid =
        uid_from(get(study, DCM_StudyInstanceUID) + "\n" + job.description() + "\n" + options.modality + "\n" +
                 std::to_string(options.series_number) + "\n" + std::to_string(content_hash(volume)) + "\n" +
                 (options.derived ? "derived" : "acquired") + account_of(target));
  }
  return as_read(job, job.predicted() ? write_multi_frame(job, progress) : write_slices(job, progress));
}

}  // namespace longview
