#include "networks/personal_wgan/card.h"

namespace longview::personal_wgan {

ModelCard own_card() {
  const std::string general = R"({
  "name": "personal-wgan",
  "title": "Personal WGAN",
  "task": "Change between two dates",
  "version": "0.1.0",
  "description": "What changed between two dates, by a network that learns on the spot on this patient's two scans alone.",
  "references": ["Strack C et al. A net for everyone: fully personalized and unsupervised neural networks trained with longitudinal data from a single patient. BMC Medical Imaging, 2023. doi 10.1186/s12880-023-01128-w"],
  "research_use_only": true,
  "licence": "The same as Longview's; research use only.",
  "needs": ["MR", "two dates"],
  "preparation": "scan",
  "interval_days": {"min": 0, "max": 36525},
  "applicability": {"spacing_mm": {"min": 0.3, "max": 7}},
  "limits": [
    "The published layers, training and thresholds are unknown; these are our own.",
    "Not evaluated yet, neither beside subtraction nor beside null runs: no figure stands behind its maps.",
    "It says where the signal changed, not why: treatment, contrast timing and swelling are not told apart.",
    "Not cleared, approved or CE-marked; for research only."
  ],
  "weights": {"file": "", "sha256": ""},
  "training": {"data": "this patient's two scans, each time anew"},
  "metrics": []
})";
  ModelCard card = installed_card("personal_wgan", general);
  card.weights_installed = true;  // it has none
  return card;
}

}  // namespace longview::personal_wgan
