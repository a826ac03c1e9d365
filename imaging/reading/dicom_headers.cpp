#include "imaging/reading/dicom_headers.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcspchrs.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cmath>
#include <cstdlib>

#include "imaging/core/failure.h"
#include "imaging/reading/dicom_frames.h"
#include "imaging/reading/private/dicom_values.h"
#include "imaging/reading/sequence_guess.h"

namespace longview {
namespace {

// Names and descriptions in the file's character set become UTF-8; left as they are where DCMTK cannot.
std::string utf8(DcmItem& item, const DcmTagKey& tag) {
  const std::string text = text_of(item, tag);
  const std::string set = text_of(item, DCM_SpecificCharacterSet);
  if (text.empty() || set.empty() || set == "ISO_IR 192" || set == "ISO_IR 6") return text;
  DcmSpecificCharacterSet converter;
  OFString converted;
  if (converter.selectCharacterSet(set.c_str()).good() && converter.convertString(text.c_str(), converted, "^").good())
    return converted.c_str();
  return text;
}

// "Doe^Jane" -> "Doe, Jane".
std::string person(std::string name) {
  name = name.substr(0, name.find('='));
  while (!name.empty() && name.back() == '^') name.pop_back();
  if (const auto caret = name.find('^'); caret != std::string::npos) name.replace(caret, 1, ", ");
  for (char& c : name)
    if (c == '^') c = ' ';
  return name;
}

// Age String, PS3.5 6.2: "063Y", "018M", "010D".
std::optional<double> years(const std::string& age) {
  if (age.size() < 2) return std::nullopt;
  const double number = std::atof(age.c_str());
  switch (age.back()) {
    case 'Y': return number;
    case 'M': return number / 12;
    case 'W': return number * 7 / 365.25;
    case 'D': return number / 365.25;
    default: return std::nullopt;
  }
}

Patient patient_of(DcmDataset& data) {
  Patient patient;
  patient.id = utf8(data, DCM_PatientID);
  patient.name = person(utf8(data, DCM_PatientName));
  patient.birth_date = date_from(text_of(data, DCM_PatientBirthDate));
  patient.sex = text_of(data, DCM_PatientSex);
  patient.age_years = years(text_of(data, DCM_PatientAge));
  return patient;
}

std::optional<Date> date_of(DcmDataset& data) {
  for (const auto& tag : {DCM_AcquisitionDate, DCM_AcquisitionDateTime, DCM_StudyDate, DCM_SeriesDate})
    if (const auto date = date_from(text_of(data, tag))) return date;
  return std::nullopt;
}

void set_pixel_format(DcmDataset& data, DicomHeader& header) {
  header.rows = integer_of(data, DCM_Rows, 0);
  header.columns = integer_of(data, DCM_Columns, 0);
  header.samples = integer_of(data, DCM_SamplesPerPixel, 1);
  header.bits_allocated = integer_of(data, DCM_BitsAllocated, 0);
  header.bits_stored = integer_of(data, DCM_BitsStored, header.bits_allocated);
  header.high_bit = integer_of(data, DCM_HighBit, header.bits_stored - 1);
  header.is_signed = integer_of(data, DCM_PixelRepresentation, 0) == 1;
  header.photometric = text_of(data, DCM_PhotometricInterpretation);
  if (header.bits_stored == header.bits_allocated) return;
  for (Uint16 group = 0x6000; group <= 0x601E; group = static_cast<Uint16>(group + 2))
    header.overlay_in_pixels |= integer_of(data, DcmTagKey(group, 0x0100), 1) > 1;  // Overlay Bits Allocated
}

DicomKind kind_of(const std::string& sop_class, const DicomHeader& header) {
  if (sop_class == UID_SegmentationStorage) return DicomKind::segmentation;
  // A dose is a grid of its own kind: its planes are offsets, not positions.
  if (sop_class == UID_RTDoseStorage || header.modality == "RTDOSE") return DicomKind::other;
  return header.layout.has_pixels && header.rows > 0 && header.columns > 0 ? DicomKind::image : DicomKind::other;
}

void set_identity(DcmDataset& data, DicomHeader& header) {
  header.patient = patient_of(data);
  header.study_uid = text_of(data, DCM_StudyInstanceUID);
  header.series_uid = text_of(data, DCM_SeriesInstanceUID);
  header.sop_uid = text_of(data, DCM_SOPInstanceUID);
  header.frame_of_reference = text_of(data, DCM_FrameOfReferenceUID);
  header.date = date_of(data);
  header.modality = text_of(data, DCM_Modality);
  header.series_number = integer_of(data, DCM_SeriesNumber, 0);
  header.instance_number = integer_of(data, DCM_InstanceNumber, 0);
  header.description = utf8(data, DCM_SeriesDescription);
  if (header.description.empty()) header.description = utf8(data, DCM_ProtocolName);
  header.synthetic = text_of(data, DcmTagKey(0x0008, 0x001c)) == "YES";  // Synthetic Data
  header.sequence = guess_dicom_sequence(header.modality, header.description + " " + utf8(data, DCM_ProtocolName),
                                         text_of(data, DCM_ContrastBolusAgent));
  if (DcmItem* series = item_of(data, DCM_ReferencedSeriesSequence))
    header.referenced_series = text_of(*series, DCM_SeriesInstanceUID);
}

}  // namespace

DicomHeader read_dicom_header(const std::filesystem::path& file) {
  DicomHeader header;
  header.file = file;
  header.layout = dicom_layout(file);
  DcmFileFormat format;
  load(format, file.string());
  DcmDataset& data = *format.getDataset();
  const std::string sop_class = text_of(data, DCM_SOPClassUID);
  if (data.card() == 0) throw Failure("The file " + file.string() + " is a DICOM file without any content.");
  const char* name = dcmFindNameOfUID(sop_class.c_str(), "");
  header.kind_in_words = *name ? name : sop_class;
  set_identity(data, header);
  set_pixel_format(data, header);
  header.kind = kind_of(sop_class, header);
  if (header.kind == DicomKind::other) return header;
  header.slice_thickness = number_of(data, DCM_SliceThickness, 0);
  header.frames = dicom_frames(data, file);
  return header;
}

std::map<std::string, std::string> dicom_facts(const std::filesystem::path& file) {
  DcmFileFormat format;
  load(format, file.string());
  DcmDataset& data = *format.getDataset();
  static const std::vector<std::pair<const char*, DcmTagKey>> kept{
      {"Manufacturer", DCM_Manufacturer},
      {"ManufacturerModelName", DCM_ManufacturerModelName},
      {"MagneticFieldStrength", DCM_MagneticFieldStrength},
      {"SliceThickness", DCM_SliceThickness},
      {"EchoTime", DCM_EchoTime},
      {"RepetitionTime", DCM_RepetitionTime},
      {"InversionTime", DCM_InversionTime},
      {"FlipAngle", DCM_FlipAngle},
      {"KVP", DCM_KVP},
      {"ConvolutionKernel", DCM_ConvolutionKernel},
      {"ContrastBolusAgent", DCM_ContrastBolusAgent},
      {"ProtocolName", DCM_ProtocolName},
      {"ImageType", DCM_ImageType},
      {"PatientPosition", DCM_PatientPosition},
      {"GantryDetectorTilt", DCM_GantryDetectorTilt},
      {"WindowCenter", DCM_WindowCenter},
      {"WindowWidth", DCM_WindowWidth},
      {"StudyDescription", DCM_StudyDescription},
      {"StudyInstanceUID", DCM_StudyInstanceUID},
      {"StudyDate", DCM_StudyDate},
      {"AcquisitionDate", DCM_AcquisitionDate},
      {"AcquisitionTime", DCM_AcquisitionTime},
      {"PhotometricInterpretation", DCM_PhotometricInterpretation},
      {"InstitutionName", DCM_InstitutionName}};
  std::map<std::string, std::string> facts;
  for (const auto& [keyword, tag] : kept)
    if (std::string value = text_of(data, tag); !value.empty()) facts[keyword] = std::move(value);
  return facts;
}

}  // namespace longview
