// Private to writing: the DICOM series that an object refers to.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "imaging/core/study.h"
#include "imaging/writing/private/dicom_item.h"

namespace longview {

struct SourceImage {
  std::string sop_class, sop_instance;  // empty: no file holds this slice
  int frame = 0;                        // from 1; 0 for single-frame objects
};

struct DicomSource {
  std::string study, series, frame_of_reference;
  std::shared_ptr<DcmFileFormat> first;  // the first file without its pixels, text as UTF-8
  std::vector<SourceImage> slices;       // one for each slice of the series' grid

  DcmDataset& header() const { return *first->getDataset(); }
};

// Reads the headers of all files and finds each slice by its position. Throws Failure if the series is not DICOM or has
// no frame of reference.
DicomSource source_of(const Series& series);

// One item for each different image of `images`, in the order given; frames of one object share an item.
void put_source_images(DcmItem& item, const DcmTagKey& sequence, const std::vector<SourceImage>& images);

}  // namespace longview
