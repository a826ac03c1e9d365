#include "imaging/preparation/private/brain_prior.h"

#include <itkImageFileReader.h>
#include <itkNiftiImageIO.h>

#include <filesystem>

#include "imaging/core/private/itk_image.h"
#include "imaging/preparation/private/mask_tools.h"
#include "imaging/registration/resample.h"

namespace longview {

namespace {
constexpr const char* kHead = "/usr/share/mricron/templates/ch2.nii.gz";
constexpr const char* kBrain = "/usr/share/mricron/templates/ch2bet.nii.gz";
constexpr double kSpacing = 3, kMargin = 9;  // mm; the margin gives the brain room at the crop's edge

Volume load(const char* file) {
  using Image = itk::Image<float, 3>;
  const auto reader = itk::ImageFileReader<Image>::New();
  reader->SetImageIO(itk::NiftiImageIO::New());
  reader->SetFileName(file);
  reader->Update();
  return volume_of<float>(reader->GetOutput());
}

std::optional<BrainPrior> read_prior() {
  if (!std::filesystem::exists(kHead) || !std::filesystem::exists(kBrain)) return std::nullopt;
  try {
    const Volume head = load(kHead), stripped = load(kBrain);
    const auto v = voxels_of<float>(stripped);
    const Volume mask = mask_where(stripped.grid, [&](std::size_t n) { return v[n] > 0; });
    const Grid grid = upright_grid(head.grid, kSpacing, kMargin);
    const Volume brain = without_holes(closed(largest_piece(resample_mask(mask, grid)), 6));
    return BrainPrior{resample(head, upright_grid(head.grid, kSpacing)), brain};
  } catch (const itk::ExceptionObject&) {
    return std::nullopt;  // a broken file helps no more than none
  }
}
}  // namespace

const std::optional<BrainPrior>& brain_prior() {
  static const std::optional<BrainPrior> prior = read_prior();
  return prior;
}

}  // namespace longview
