#include "imaging/writing/private/dicom_marks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "imaging/core/failure.h"
#include "imaging/core/made_up_mark.h"

namespace longview {

namespace {

// PS3.3 C.7.1.1, C.7.2.1 and C.7.2.2: what must be equal in all objects of a patient and study.
const DcmTagKey patient_tags[]{DCM_PatientName,
                               DCM_PatientID,
                               DCM_IssuerOfPatientID,
                               DCM_PatientBirthDate,
                               DCM_PatientBirthTime,
                               DCM_PatientSex,
                               DCM_RETIRED_OtherPatientIDs,
                               DCM_OtherPatientNames,
                               DCM_EthnicGroup,
                               DCM_PatientComments,
                               DCM_PatientAge,
                               DCM_PatientSize,
                               DCM_PatientWeight,
                               DCM_PatientIdentityRemoved,
                               DCM_DeidentificationMethod};
const DcmTagKey study_tags[]{DCM_StudyInstanceUID,       DCM_StudyDate,        DCM_StudyTime, DCM_AccessionNumber,
                             DCM_ReferringPhysicianName, DCM_StudyDescription, DCM_StudyID};

template <std::size_t N>
void take_over(DcmDataset& dataset, DcmItem& from, const DcmTagKey (&tags)[N]) {
  for (const DcmTagKey& tag : tags)
    if (from.tagExists(tag)) put(dataset, tag, get(from, tag));
}

// "Müller, Grete", as names are shown, to "Müller^Grete"; a word alone is a family name.
std::string person_name(std::string name) {
  if (name.empty() || name.find('^') != std::string::npos) return name;
  if (const auto comma = name.find(", "); comma != std::string::npos) return name.replace(comma, 2, "^");
  return name + "^";
}

void put_patient(DcmDataset& dataset, const Patient& patient) {
  put_text(dataset, DCM_PatientName, person_name(patient.name));
  put_text(dataset, DCM_PatientID, patient.id);
  put(dataset, DCM_PatientBirthDate, patient.birth_date ? dicom_date(*patient.birth_date) : "");
  put(dataset, DCM_PatientSex, patient.sex);
  if (!patient.age_years) return;
  char age[8];
  std::snprintf(age, sizeof age, "%03.0fY", std::min(999.0, std::max(0.0, std::floor(*patient.age_years))));
  put(dataset, DCM_PatientAge, age);
}

// A study of our own: the same input gives the same UIDs.
void put_new_study(DcmDataset& dataset, const DicomTarget& target) {
  const Timepoint* timepoint = target.timepoint;
  const std::string date = timepoint && timepoint->date ? dicom_date(*timepoint->date) : "";
  const std::string key =
      target.patient.id + "\n" + target.patient.name + "\n" + (timepoint ? timepoint->session : "") + "\n" + date;
  put(dataset, DCM_StudyInstanceUID, uid_from("study\n" + key));
  put(dataset, DCM_FrameOfReferenceUID, uid_from("frame\n" + key));
  put(dataset, DCM_StudyDate, date);
  put(dataset, DCM_StudyTime, date.empty() ? "" : "120000");
  put(dataset, DCM_AccessionNumber, "");
  put(dataset, DCM_ReferringPhysicianName, "");
  put_text(dataset, DCM_StudyID, timepoint ? timepoint->session : "");
  put_text(dataset, DCM_StudyDescription,
           target.simulated ? "SIMULATED, no patient" : "Longview, from files that were not DICOM");
}

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

}  // namespace

std::string mark_of(const DicomTarget& target) {
  return target.provenance ? made_up_mark(target.kind, target.provenance->horizon_days) : std::string();
}

std::string marked(const DicomTarget& target, const std::string& description) {
  if (!target.provenance) return description;
  const std::string mark = mark_of(target);
  if (description.starts_with(mark)) return description;
  return description.empty() ? mark : mark + " " + description;
}

std::string parameters_of(const Provenance& provenance) {
  char numbers[96];
  std::snprintf(numbers, sizeof numbers, ";seed=%llu;horizon_days=%g", static_cast<unsigned long long>(provenance.seed),
                provenance.horizon_days);
  return "weights_sha256=" + (provenance.weights_sha256.empty() ? "none" : provenance.weights_sha256) + numbers +
         ";inputs=" + joined(provenance.inputs, ",") + ";device=" + provenance.device;
}

std::string account_of(const DicomTarget& target) {
  std::string text;
  if (target.simulated) text += "SIMULATED, no patient. ";
  if (target.provenance) {
    const Provenance& p = *target.provenance;
    text += mark_of(target) + ": not acquired, computed by " + p.model + " " + p.version + " from " +
            joined(p.inputs, ", ") + ". Review: " + target.review + ". " + parameters_of(p) + ".";
    if (!p.warnings.empty()) text += " Warnings: " + joined(p.warnings, " ");
  } else {
    text += "Made by Longview. Review: " + target.review + ".";
  }
  return text;
}

void put_subject(DcmDataset& dataset, const DicomTarget& target, const DicomSource* source) {
  put(dataset, DCM_SpecificCharacterSet, "ISO_IR 192");
  if (!source) {
    put_patient(dataset, target.patient);
    put_new_study(dataset, target);
  } else {
    DcmItem& header = source->header();
    for (const DcmTagKey& tag : patient_tags) dataset.findAndDeleteElement(tag);
    const bool same =
        target.patient.id.empty() ? target.patient.name.empty() : target.patient.id == get(header, DCM_PatientID);
    if (same)
      take_over(dataset, header, patient_tags);
    else
      put_patient(dataset, target.patient);
    if (same && target.patient.name.empty() && !target.patient.id.empty()) put(dataset, DCM_PatientName, "");
    take_over(dataset, header, study_tags);
    put(dataset, DCM_FrameOfReferenceUID, source->frame_of_reference);
  }
  for (const DcmTagKey& tag :
       {DCM_PatientName, DCM_PatientID, DCM_PatientBirthDate, DCM_PatientSex, DCM_StudyDate, DCM_StudyTime,
        DCM_AccessionNumber, DCM_ReferringPhysicianName, DCM_StudyID})  // type 2: there, if empty
    if (!dataset.tagExists(tag)) put(dataset, tag, "");
  if (!dataset.tagExists(DCM_PositionReferenceIndicator)) put(dataset, DCM_PositionReferenceIndicator, "");
}

void put_equipment(DcmDataset& dataset) {
  put(dataset, DCM_Manufacturer, our_name);
  put(dataset, DCM_ManufacturerModelName, our_name);
  put(dataset, DCM_DeviceSerialNumber, "0");
  put(dataset, DCM_SoftwareVersions, our_version);
}

void put_contribution(DcmDataset& dataset, const DicomTarget& target) {
  DcmItem& item = item_of(dataset, DCM_ContributingEquipmentSequence);
  put_code(item, DCM_PurposeOfReferenceCodeSequence, {"109102", "DCM", "Processing Equipment"});
  put(item, DCM_Manufacturer, our_name);
  put_text(item, DCM_ManufacturerModelName, target.provenance ? target.provenance->model : our_name);
  put_text(item, DCM_SoftwareVersions, target.provenance ? target.provenance->version : our_version);
  put_text(item, DCM_ContributionDescription, account_of(target));
}

void put_synthetic(DcmDataset& dataset) {
  auto* element = new DcmCodeString(DcmTag(0x0008, 0x001c, EVR_CS));  // the data set takes it over
  element->putString("YES");
  if (dataset.insert(element, OFTrue).bad()) throw Failure("The mark (0008,001C) Synthetic Data cannot be written.");
}

}  // namespace longview
