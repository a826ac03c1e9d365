// Private to writing: whose an object is, who made it, and that it is a prediction (window.md 10, peers.md E4 to E6).
#pragma once

#include <string>

#include "imaging/writing/dicom_target.h"
#include "imaging/writing/private/dicom_item.h"
#include "imaging/writing/private/dicom_source.h"

namespace longview {

inline constexpr const char* our_name = "Longview";
inline constexpr const char* our_version = "0.1.0";

// "PREDICTED +90 d RESEARCH ONLY"; empty for a target that is not predicted.
std::string mark_of(const DicomTarget& target);
// The description with the mark in front, if the target is predicted and it is not marked yet.
std::string marked(const DicomTarget& target, const std::string& description);
// One paragraph: what made it, from what, with which weights, warnings, review state.
std::string account_of(const DicomTarget& target);
// "sha256=...;seed=1;horizon_days=90;inputs=ses-01,ses-02;device=..." for Algorithm Parameters.
std::string parameters_of(const Provenance& provenance);

// Patient, study and frame of reference: the source's where there is one (`source` null: made from the target). A
// target patient of another ID replaces the source's, and names that the target leaves empty are taken out.
void put_subject(DcmDataset& dataset, const DicomTarget& target, const DicomSource* source);
// Manufacturer and the like: ours.
void put_equipment(DcmDataset& dataset);
// Contributing Equipment Sequence: Longview with the model, where predicted, as processing equipment.
void put_contribution(DcmDataset& dataset, const DicomTarget& target);
// (0008,001C) Synthetic Data, which DCMTK 3.6.7 does not know.
void put_synthetic(DcmDataset& dataset);

}  // namespace longview
