#include "imaging/writing/private/segments.h"

#include <dcmtk/dcmiod/cielabutil.h>

#include <algorithm>
#include <cmath>

#include "imaging/writing/private/dicom_marks.h"

namespace longview {

namespace {

// Recommended Display CIELab Value, PS3.3 C.10.7.1.1.
void put_colour(DcmItem& segment, const std::array<std::uint8_t, 3>& colour) {
  double lab[3]{};
  IODCIELabUtil::rgb2DicomLab(lab[0], lab[1], lab[2], colour[0] / 255.0, colour[1] / 255.0, colour[2] / 255.0);
  Uint16 words[3]{};
  for (int c = 0; c < 3; ++c) words[c] = static_cast<Uint16>(std::clamp(std::lround(lab[c]), 0L, 65535L));
  segment.putAndInsertUint16Array(DCM_RecommendedDisplayCIELabValue, words, 3);
}

// PS3.3 10.16: name, version and, of models, weights and settings.
void put_algorithm(DcmItem& segment, const Label& label, const DicomTarget& target) {
  DcmItem& algorithm = item_of(segment, DCM_SegmentationAlgorithmIdentificationSequence);
  const bool learned = target.provenance && !target.provenance->weights_sha256.empty();
  put_code(algorithm, DCM_AlgorithmFamilyCodeSequence,
           learned ? CodedConcept{"123110", "DCM", "Artificial Intelligence"}
                   : CodedConcept{"123105", "DCM", "Feature Detection"});
  put_text(algorithm, DCM_AlgorithmName,
           target.provenance              ? target.provenance->model
           : label.algorithm_name.empty() ? our_name
                                          : label.algorithm_name);
  put_text(algorithm, DCM_AlgorithmVersion, target.provenance ? target.provenance->version : our_version);
  if (target.provenance) put_text(algorithm, DCM_AlgorithmParameters, parameters_of(*target.provenance));
}

}  // namespace

std::string tracking_id(const Label& label) { return label.name; }

std::string tracking_uid(DcmDataset& dataset, const Label& label) {
  return uid_from("tracked\n" + get(dataset, DCM_PatientID) + "\n" + label.type.scheme + "\n" + label.type.value +
                  "\n" + label.name);
}

void put_segment(DcmDataset& dataset, const Label& label, int number, const DicomTarget& target) {
  DcmItem& segment = item_of(dataset, DCM_SegmentSequence, -2);
  const AlgorithmType type = target.provenance ? AlgorithmType::automatic : label.algorithm_type;
  put(segment, DCM_SegmentNumber, static_cast<Uint16>(number));
  put_text(segment, DCM_SegmentLabel, label.name.empty() ? "Label " + std::to_string(label.value) : label.name);
  if (target.provenance) put_text(segment, DCM_SegmentDescription, account_of(target));
  put(segment, DCM_SegmentAlgorithmType, std::string(name_of(type)));
  if (type != AlgorithmType::manual) {
    const std::string named =
        target.provenance ? target.provenance->model + " " + target.provenance->version : label.algorithm_name;
    put_text(segment, DCM_SegmentAlgorithmName, named.empty() ? our_name : named);
    put_algorithm(segment, label, target);
  }
  const auto known = [](const CodedConcept& code, const CodedConcept& otherwise) {
    return code.value.empty() || code.scheme.empty() || code.meaning.empty() ? otherwise : code;
  };
  put_code(segment, DCM_SegmentedPropertyCategoryCodeSequence, known(label.category, Label{}.category));
  put_code(segment, DCM_SegmentedPropertyTypeCodeSequence, known(label.type, Label{}.type));
  put_text(segment, DCM_TrackingID, tracking_id(label));
  put(segment, DCM_TrackingUID, tracking_uid(dataset, label));
  put_colour(segment, label.colour);
}

}  // namespace longview
