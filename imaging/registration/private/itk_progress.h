// Private to registration and preparation: ITK's filters speak to Progress, stop when asked, and fail in sentences.
#pragma once

#include <itkProcessObject.h>

#include <string>

#include "imaging/core/failure.h"
#include "imaging/core/progress.h"

namespace longview {

// Runs the filter. Its progress events are passed on; a stop aborts it and throws Stopped.
template <class Filter>
void update(Filter& filter, const Progress& progress, const std::string& stage) {
  progress.report(0, stage);
  const auto tag = filter.AddObserver(itk::ProgressEvent(), [&](const itk::EventObject&) {
    if (progress.stop_requested())
      filter.AbortGenerateDataOn();
    else
      progress.report(filter.GetProgress(), stage);
  });
  try {
    filter.Update();
  } catch (const itk::ProcessAborted&) {
    filter.RemoveObserver(tag);
    throw Stopped();
  } catch (const itk::ExceptionObject& error) {
    filter.RemoveObserver(tag);
    progress.check();
    throw Failure(stage + " failed: " + error.GetDescription());
  }
  filter.RemoveObserver(tag);
  progress.check();
}

}  // namespace longview
