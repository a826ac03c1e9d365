#include "imaging/registration/private/optimise.h"

#include <itkEuler3DTransform.h>
#include <itkImageRegistrationMethodv4.h>
#include <itkMattesMutualInformationImageToImageMetricv4.h>
#include <itkRegistrationParameterScalesFromPhysicalShift.h>
#include <itkRegularStepGradientDescentOptimizerv4.h>

#include "imaging/core/private/itk_image.h"
#include "imaging/registration/private/itk_progress.h"
#include "imaging/registration/private/itk_transform.h"

namespace longview {

namespace {
using Image = itk::Image<float, 3>;
using Metric = itk::MattesMutualInformationImageToImageMetricv4<Image, Image>;
using Optimizer = itk::RegularStepGradientDescentOptimizerv4<double>;
using Scales = itk::RegistrationParameterScalesFromPhysicalShift<Metric>;

template <class TransformType>
typename TransformType::Pointer start_of(const Affine& start, const Vec3& about) {
  auto transform = TransformType::New();
  itk::Point<double, 3> centre_point;
  for (unsigned c = 0; c < 3; ++c) centre_point[c] = about[c];
  transform->SetCenter(centre_point);
  const auto affine = itk_affine(start);
  transform->SetMatrix(affine->GetMatrix());
  transform->SetOffset(affine->GetOffset());
  return transform;
}

template <class TransformType>
Affine run(const Volume& fixed, const Volume& moving, const Affine& start, const OptimiseOptions& options,
           const Progress& progress) {
  const auto metric = Metric::New();
  metric->SetNumberOfHistogramBins(32);
  metric->SetUseMovingImageGradientFilter(false);
  metric->SetUseFixedImageGradientFilter(false);
  if (options.threads > 0) metric->SetMaximumNumberOfWorkUnits(static_cast<itk::ThreadIdType>(options.threads));
  const auto scales = Scales::New();
  scales->SetMetric(metric);
  const auto optimizer = Optimizer::New();
  optimizer->SetScalesEstimator(scales);
  optimizer->SetDoEstimateLearningRateOnce(false);
  optimizer->SetLearningRate(options.step_mm);
  optimizer->SetMinimumStepLength(options.last_step_mm);
  optimizer->SetRelaxationFactor(0.6);
  optimizer->SetNumberOfIterations(100);
  optimizer->AddObserver(itk::IterationEvent(), [&](const itk::EventObject&) { progress.check(); });

  const auto transform = start_of<TransformType>(start, options.about);
  using Method = itk::ImageRegistrationMethodv4<Image, Image, TransformType>;
  const auto method = Method::New();
  method->SetFixedImage(itk_view<float>(fixed));
  method->SetMovingImage(itk_view<float>(moving));
  method->SetMetric(metric);
  method->SetOptimizer(optimizer);
  method->SetInitialTransform(transform);
  method->InPlaceOn();
  method->SetNumberOfLevels(1);
  typename Method::ShrinkFactorsArrayType shrink(1);
  shrink.Fill(1);
  method->SetShrinkFactorsPerLevel(shrink);
  typename Method::SmoothingSigmasArrayType sigmas(1);
  sigmas.Fill(0);
  method->SetSmoothingSigmasPerLevel(sigmas);
  method->SetMetricSamplingStrategy(Method::MetricSamplingStrategyEnum::REGULAR);
  method->SetMetricSamplingPercentage(options.sampling);
  method->MetricSamplingReinitializeSeed(121212);
  method->Update();
  return affine_of(*transform);
}
}  // namespace

Affine optimise(const Volume& fixed, const Volume& moving, const Affine& start, const OptimiseOptions& options,
                const Progress& progress) {
  try {
    if (options.affine) return run<itk::AffineTransform<double, 3>>(fixed, moving, start, options, progress);
    return run<itk::Euler3DTransform<double>>(fixed, moving, start, options, progress);
  } catch (const itk::ExceptionObject& error) {
    progress.check();
    throw Failure(std::string("The two scans could not be aligned: ") + error.GetDescription());
  }
}

}  // namespace longview
