// Private to writing: labels as segments.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "imaging/core/label_map.h"
#include "imaging/writing/dicom_target.h"
#include "imaging/writing/private/dicom_item.h"

namespace longview {

// One item of the Segment Sequence (PS3.3 C.8.20.4). `dataset` holds the patient already.
void put_segment(DcmDataset& dataset, const Label& label, int number, const DicomTarget& target);

// The same for a patient's label at all dates: Tracking ID and UID of SEG and SR.
std::string tracking_id(const Label& label);
std::string tracking_uid(DcmDataset& dataset, const Label& label);

}  // namespace longview
