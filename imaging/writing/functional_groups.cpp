#include "imaging/writing/private/functional_groups.h"

namespace longview {

Vec3 slice_position(const Grid& grid, int slice) { return point_at(grid, {0, 0, static_cast<double>(slice)}); }

std::string orientation(const Grid& grid) {
  const Vec3 row = axis(grid, 0), column = axis(grid, 1);
  return decimals({row[0], row[1], row[2], column[0], column[1], column[2]});
}

std::string pixel_spacing(const Grid& grid) { return decimals({grid.spacing[1], grid.spacing[0]}); }

void put_dimensions(DcmDataset& dataset, const std::vector<std::pair<DcmTagKey, DcmTagKey>>& dimensions) {
  const std::string uid = new_uid();
  put(item_of(dataset, DCM_DimensionOrganizationSequence), DCM_DimensionOrganizationUID, uid);
  for (const auto& [attribute, group] : dimensions) {
    DcmItem& index = item_of(dataset, DCM_DimensionIndexSequence, -2);
    put(index, DCM_DimensionOrganizationUID, uid);
    index.putAndInsertTagKey(DCM_DimensionIndexPointer, attribute);
    index.putAndInsertTagKey(DCM_FunctionalGroupPointer, group);
  }
}

void put_geometry(DcmItem& shared_groups, const Grid& grid) {
  DcmItem& measures = item_of(shared_groups, DCM_PixelMeasuresSequence);
  put(measures, DCM_PixelSpacing, pixel_spacing(grid));
  put(measures, DCM_SliceThickness, decimal(grid.spacing[2]));
  put(measures, DCM_SpacingBetweenSlices, decimal(grid.spacing[2]));
  put(item_of(shared_groups, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient, orientation(grid));
}

void put_position(DcmItem& frame_groups, const Grid& grid, int slice) {
  const Vec3 position = slice_position(grid, slice);
  put(item_of(frame_groups, DCM_PlanePositionSequence), DCM_ImagePositionPatient,
      decimals({position[0], position[1], position[2]}));
}

void put_frame_content(DcmItem& frame_groups, int slice, const std::vector<Uint32>& index_values) {
  DcmItem& content = item_of(frame_groups, DCM_FrameContentSequence);
  put(content, DCM_StackID, "1");
  content.putAndInsertUint32(DCM_InStackPositionNumber, static_cast<Uint32>(slice + 1));
  content.putAndInsertUint32Array(DCM_DimensionIndexValues, index_values.data(), index_values.size());
}

void put_derivation(DcmItem& frame_groups, const std::string& description, const CodedConcept& code,
                    const std::vector<SourceImage>& images) {
  DcmItem& derivation = item_of(frame_groups, DCM_DerivationImageSequence);
  put_text(derivation, DCM_DerivationDescription, description);
  put_code(derivation, DCM_DerivationCodeSequence, code);
  derivation.insertEmptyElement(DCM_SourceImageSequence);
  put_source_images(derivation, DCM_SourceImageSequence, images);
}

void put_instances(DcmItem& item, const DcmTagKey& sequence, const DicomSource& source) {
  std::string last;
  for (const SourceImage& image : source.slices) {
    if (image.sop_instance.empty() || image.sop_instance == last) continue;
    DcmItem& instance = item_of(item, sequence, -2);
    put(instance, DCM_ReferencedSOPClassUID, image.sop_class);
    put(instance, DCM_ReferencedSOPInstanceUID, image.sop_instance);
    last = image.sop_instance;
  }
}

}  // namespace longview
