// Private to writing: the functional groups that multi-frame images and segmentations share (PS3.3 C.7.6.16, C.7.6.17).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "imaging/core/grid.h"
#include "imaging/writing/private/dicom_item.h"
#include "imaging/writing/private/dicom_source.h"

namespace longview {

Vec3 slice_position(const Grid& grid, int slice);
// Image Orientation (Patient): the directions of a row and of a column.
std::string orientation(const Grid& grid);
// Pixel Spacing: between rows first.
std::string pixel_spacing(const Grid& grid);

// Each dimension is an attribute and the functional group that holds it.
void put_dimensions(DcmDataset& dataset, const std::vector<std::pair<DcmTagKey, DcmTagKey>>& dimensions);
void put_geometry(DcmItem& shared_groups, const Grid& grid);
void put_position(DcmItem& frame_groups, const Grid& grid, int slice);
// Stack "1", the slice's place in it, and the dimension index values.
void put_frame_content(DcmItem& frame_groups, int slice, const std::vector<Uint32>& index_values);
// Where a frame came from; `code` is of context group 7203.
void put_derivation(DcmItem& frame_groups, const std::string& description, const CodedConcept& code,
                    const std::vector<SourceImage>& images);
// Items of a sequence with each instance of the source series once.
void put_instances(DcmItem& item, const DcmTagKey& sequence, const DicomSource& source);

}  // namespace longview
