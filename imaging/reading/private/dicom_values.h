// Values of a DCMTK data set as plain types.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <string>
#include <vector>

namespace longview {

// Loads a file that dicom_layout found whole; long values stay on disk. Throws Failure with DCMTK's reason.
void load(DcmFileFormat& file, const std::string& path);

// The whole value, components parted by a backslash, without padding; empty where absent.
std::string text_of(DcmItem& item, const DcmTagKey& tag);
int integer_of(DcmItem& item, const DcmTagKey& tag, int otherwise);
double number_of(DcmItem& item, const DcmTagKey& tag, double otherwise);
// All components, empty where one is no number.
std::vector<double> numbers_of(DcmItem& item, const DcmTagKey& tag);
// Item `index` of a sequence, or null.
DcmItem* item_of(DcmItem& item, const DcmTagKey& sequence, unsigned long index = 0);

}  // namespace longview
