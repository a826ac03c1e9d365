#include <vtkCamera.h>
#include <vtkColorTransferFunction.h>
#include <vtkFixedPointVolumeRayCastMapper.h>
#include <vtkLight.h>
#include <vtkOpenGLGPUVolumeRayCastMapper.h>
#include <vtkPiecewiseFunction.h>
#include <vtkPlaneCollection.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkTexture.h>
#include <vtkVolumeProperty.h>

#include <algorithm>
#include <cmath>

#include "viewer/scene/colours.h"
#include "viewer/scene/reslice.h"
#include "viewer/scene/slice_geometry.h"
#include "viewer/scene/volume_facts.h"
#include "viewer/scene/vtk_image.h"
#include "viewer/views/private/volume_content.h"

namespace longview {
namespace {

double dot(const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

vtkSmartPointer<vtkActor> actor_of(const Surface& surface, const QColor& colour, double opacity) {
  const auto mapper = vtkSmartPointer<vtkPolyDataMapper>::New();
  mapper->SetInputData(surface.triangles);
  mapper->ScalarVisibilityOff();
  const auto actor = vtkSmartPointer<vtkActor>::New();
  actor->SetMapper(mapper);
  vtkProperty* look = actor->GetProperty();
  look->SetColor(colour.redF(), colour.greenF(), colour.blueF());
  look->SetOpacity(opacity);
  look->SetAmbient(0.12);
  look->SetDiffuse(0.88);
  look->SetSpecular(0);
  return actor;
}

constexpr int face_size = 256;

// A quad with its own small picture; `plane` and `pixels` are made for it.
vtkSmartPointer<vtkActor> face_actor(vtkSmartPointer<vtkPlaneSource>& plane, vtkSmartPointer<vtkImageData>& pixels) {
  pixels = vtkSmartPointer<vtkImageData>::New();
  pixels->SetDimensions(face_size, face_size, 1);
  pixels->AllocateScalars(VTK_UNSIGNED_CHAR, 4);
  plane = vtkSmartPointer<vtkPlaneSource>::New();
  const auto texture = vtkSmartPointer<vtkTexture>::New();
  texture->SetInputData(pixels);
  texture->InterpolateOn();
  const auto mapper = vtkSmartPointer<vtkPolyDataMapper>::New();
  mapper->SetInputConnection(plane->GetOutputPort());
  const auto actor = vtkSmartPointer<vtkActor>::New();
  actor->SetMapper(mapper);
  actor->SetTexture(texture);
  actor->GetProperty()->LightingOff();
  // Drawn with the solid things: pixels without alpha are discarded, all others hide what lies behind the cut.
  actor->ForceOpaqueOn();
  return actor;
}

// Which way the head is opened: level, towards the eye.
Vec3 cut_normal(const Scene& scene) {
  const double turn = scene.camera[0] * 3.14159265358979323846 / 180;
  return {std::sin(turn), -std::cos(turn), 0};
}

}  // namespace

void add_lights(vtkRenderer& renderer) {
  // A headlight and two fills from above and from the side, all fixed to the camera.
  const struct {
    double x, y, z, strength;
  } lights[] = {{0.15, 0.3, 1, 0.72}, {-1, 0.6, 0.5, 0.28}, {0.9, -0.5, 0.4, 0.16}};
  renderer.RemoveAllLights();
  renderer.SetAutomaticLightCreation(0);
  for (const auto& [x, y, z, strength] : lights) {
    const auto light = vtkSmartPointer<vtkLight>::New();
    light->SetLightTypeToCameraLight();
    light->SetPosition(x, y, z);
    light->SetFocalPoint(0, 0, 0);
    light->SetIntensity(strength);
    renderer.AddLight(light);
  }
}

void aim(vtkRenderer& renderer, const VolumeCamera& camera) {
  constexpr double far = 2000;
  vtkCamera* eye = renderer.GetActiveCamera();
  eye->ParallelProjectionOn();
  eye->SetFocalPoint(camera.focus.data());
  eye->SetPosition(camera.focus[0] + far * camera.towards[0], camera.focus[1] + far * camera.towards[1],
                   camera.focus[2] + far * camera.towards[2]);
  eye->SetViewUp(camera.up.data());
  eye->SetParallelScale(camera.mm_per_pixel * camera.height / 2);
  renderer.ResetCameraClippingRange();
}

void VolumeContent::choose_mapper(const std::string& gl_renderer) {
  software_ = gl_renderer.find("llvmpipe") != std::string::npos || gl_renderer.find("softpipe") != std::string::npos ||
              gl_renderer.find("SWR") != std::string::npos;
  mapper_ = nullptr;
}

std::string VolumeContent::mapper_words() const { return software_ ? "fixed-point mapper" : "GPU mapper"; }

void VolumeContent::show(vtkRenderer& renderer, const ViewModel& model, int timepoint, bool fine) {
  show_surfaces(renderer, model, timepoint);
  show_volume(renderer, model, timepoint, fine);
}

void VolumeContent::show_surfaces(vtkRenderer& renderer, const ViewModel& model, int timepoint) {
  std::vector<Shown> wanted;
  for (const LesionSurface& lesion : lesion_surfaces(model, timepoint))
    if (auto surface = surfaces().get(lesion.wish); surface && surface->locator)
      wanted.push_back({std::move(surface), lesion.colour, lesion.opacity, lesion.made_up});
  std::shared_ptr<const Surface> head;
  const auto wish = head_surface(model, timepoint);
  if (wish && !model.scene.volume_rendering) head = surfaces().get(*wish);
  if (wanted != shown_ || head != head_) {
    renderer.RemoveAllViewProps();
    if (volume_) renderer.AddVolume(volume_);
    head_solid_ = head_thin_ = face_ = nullptr;
    for (const Shown& shown : wanted) {
      const auto actor = actor_of(*shown.surface, shown.colour, shown.opacity);
      if (shown.made_up) {
        actor->GetProperty()->EdgeVisibilityOn();
        actor->GetProperty()->SetEdgeColor(shown.colour.redF() * 0.8, shown.colour.greenF() * 0.8,
                                           shown.colour.blueF() * 0.8);
        actor->GetProperty()->SetLineWidth(1);
      }
      renderer.AddActor(actor);
    }
    if (head && head->locator) {
      head_solid_ = actor_of(*head, colours::surface, 1);
      head_thin_ = actor_of(*head, colours::surface, 0.13);
      behind_ = vtkSmartPointer<vtkPlane>::New();
      before_ = vtkSmartPointer<vtkPlane>::New();
      head_solid_->GetMapper()->AddClippingPlane(behind_);
      head_thin_->GetMapper()->AddClippingPlane(before_);
      renderer.AddActor(head_solid_);
      renderer.AddActor(head_thin_);
    }
    shown_ = std::move(wanted);
    head_ = std::move(head);
  }
  if (!head_solid_) return;
  cut_head(model);
  if (!face_) {
    face_ = face_actor(face_plane_, face_pixels_);
    renderer.AddActor(face_);
  }
  show_cut_face(model, timepoint, *wish);
}

void VolumeContent::cut_head(const ViewModel& model) {
  // Solid behind the cursor, thin before it: the lesion under the cursor is always seen.
  const Vec3 normal = cut_normal(model.scene);
  behind_->SetOrigin(model.scene.cursor[0], model.scene.cursor[1], model.scene.cursor[2]);
  behind_->SetNormal(-normal[0], -normal[1], -normal[2]);
  before_->SetOrigin(behind_->GetOrigin());
  before_->SetNormal(normal[0], normal[1], normal[2]);
}

// Only when it changes: the mapper makes its tables, and which parts of the volume are empty, anew for it.
void VolumeContent::show_window(const GreyWindow& window) {
  const double low = window.centre - window.width / 2, high = window.centre + window.width / 2;
  const auto opacity = vtkSmartPointer<vtkPiecewiseFunction>::New();
  opacity->AddPoint(low + 0.18 * window.width, 0);
  opacity->AddPoint(low + 0.5 * window.width, 0.16);
  opacity->AddPoint(high, 0.5);
  const auto grey = vtkSmartPointer<vtkColorTransferFunction>::New();
  grey->AddRGBPoint(low, 0, 0, 0);
  grey->AddRGBPoint(high, 1, 1, 1);
  volume_->GetProperty()->SetScalarOpacity(opacity);
  volume_->GetProperty()->SetColor(grey);
  volume_window_ = window;
}

void VolumeContent::show_volume(vtkRenderer& renderer, const ViewModel& model, int timepoint, bool fine) {
  const Timepoint& date = model.study->timepoints[static_cast<std::size_t>(timepoint)];
  const Series* series = model.scene.volume_rendering ? shown_series_of(date) : nullptr;
  if (!series) {
    if (volume_) renderer.RemoveVolume(volume_);
    volume_ = nullptr;
    volume_voxels_ = nullptr;
    volume_window_.reset();
    return;
  }
  if (!mapper_) {
    if (software_)
      mapper_ = vtkSmartPointer<vtkFixedPointVolumeRayCastMapper>::New();
    else
      mapper_ = vtkSmartPointer<vtkOpenGLGPUVolumeRayCastMapper>::New();
  }
  if (!volume_) {
    volume_ = vtkSmartPointer<vtkVolume>::New();
    volume_->SetMapper(mapper_);
    volume_->GetProperty()->ShadeOn();
    volume_->GetProperty()->SetInterpolationTypeToLinear();
    volume_->GetProperty()->SetAmbient(0.25);
    volume_->GetProperty()->SetDiffuse(0.75);
    volume_->GetProperty()->SetSpecular(0);
    renderer.AddVolume(volume_);
  }
  if (volume_voxels_ != series->volume->voxels) {
    mapper_->SetInputData(vtk_image(*series->volume));
    volume_->SetUserMatrix(vtk_matrix(inverse(to_scan_map(date)), series->volume->grid));
    volume_voxels_ = series->volume->voxels;
  }
  const GreyWindow window = shown_window(model.scene, timepoint, *series->volume);
  if (volume_window_ != window) show_window(window);
  const double finest = *std::min_element(series->grid.spacing.begin(), series->grid.spacing.end());
  if (auto* fixed = vtkFixedPointVolumeRayCastMapper::SafeDownCast(mapper_)) {
    fixed->SetAutoAdjustSampleDistances(0);
    fixed->SetImageSampleDistance(fine ? 1.0f : 4.0f);
    fixed->SetSampleDistance(static_cast<float>(finest * (fine ? 1 : 3)));
    fixed->SetInteractiveSampleDistance(fixed->GetSampleDistance());
  }
  // What lies before the cursor is cut away here too.
  const auto plane = vtkSmartPointer<vtkPlane>::New();
  const Vec3 normal = cut_normal(model.scene);
  plane->SetOrigin(model.scene.cursor[0], model.scene.cursor[1], model.scene.cursor[2]);
  plane->SetNormal(-normal[0], -normal[1], -normal[2]);
  mapper_->RemoveAllClippingPlanes();
  mapper_->AddClippingPlane(plane);
}

void VolumeContent::show_cut_face(const ViewModel& model, int timepoint, const SurfaceWish& head) {
  const Timepoint& date = model.study->timepoints[static_cast<std::size_t>(timepoint)];
  const Series* series = shown_series_of(date);
  face_->SetVisibility(series != nullptr);
  if (!series) return;
  const BodyExtent body = body_extent(*model.study);
  const Vec3 normal = cut_normal(model.scene);
  SliceGeometry cut;
  cut.axes = {{-normal[1], normal[0], 0}, {0, 0, -1}, normal};
  cut.width = cut.height = face_size;
  const double side = std::max({body.size[0], body.size[1], body.size[2]}) * 1.2;
  cut.mm_per_pixel = side / face_size;
  const double depth = dot(model.scene.cursor, normal) - dot(body.middle, normal);
  for (std::size_t c = 0; c < 3; ++c)
    cut.corner[c] = body.middle[c] + depth * normal[c] - side / 2 * (cut.axes.right[c] + cut.axes.down[c]);
  QImage grey(face_size, face_size, QImage::Format_RGB32);
  reslice_grey(*series->volume, sampling_of(cut, to_scan_map(date), series->grid),
               {shown_window(model.scene, timepoint, *series->volume), false, false, 0, {}}, grey);
  const ValueField inside =
      reslice_values(head.volume, sampling_of(cut, head.to_scan, head.volume.grid), grey.rect(), 1);
  auto* out = static_cast<unsigned char*>(face_pixels_->GetScalarPointer());
  // VTK's rows go up. The scan is dimmed: lesion surfaces before it must stand out.
  for (int y = face_size - 1; y >= 0; --y)
    for (int x = 0; x < face_size; ++x, out += 4) {
      const bool shown = inside.values[static_cast<std::size_t>(y * inside.columns + x)] >= head.level;
      out[0] = out[1] = out[2] = static_cast<unsigned char>(qRed(grey.pixel(x, y)) * 7 / 10);
      out[3] = shown ? 255 : 0;
    }
  face_pixels_->Modified();
  const Vec3 lower_left = study_point(cut, 0, face_size), lower_right = study_point(cut, face_size, face_size),
             upper_left = study_point(cut, 0, 0);
  face_plane_->SetOrigin(lower_left[0], lower_left[1], lower_left[2]);
  face_plane_->SetPoint1(lower_right[0], lower_right[1], lower_right[2]);
  face_plane_->SetPoint2(upper_left[0], upper_left[1], upper_left[2]);
}

std::optional<Vec3> VolumeContent::hit(const Vec3& point, const Vec3& towards) const {
  constexpr double reach = 1000;
  double from[3], to[3], best = -1e9;
  std::optional<Vec3> nearest;
  for (std::size_t c = 0; c < 3; ++c) {
    from[c] = point[c] + reach * towards[c];
    to[c] = point[c] - reach * towards[c];
  }
  const auto consider = [&](const Surface& surface, vtkPlane* keep) {
    if (!surface.locator) return;
    double start[3] = {from[0], from[1], from[2]};
    double t = 0, where[3], parametric[3];
    int part = 0;
    vtkIdType cell = 0;
    // Past hits on the side that is cut away.
    for (int tries = 0;
         tries < 64 && surface.locator->IntersectWithLine(start, to, 1e-3, t, where, parametric, part, cell); ++tries) {
      if (keep && keep->EvaluateFunction(where) < 0) {
        for (std::size_t c = 0; c < 3; ++c) start[c] = where[c] - 0.05 * towards[c];
        continue;
      }
      const Vec3 found{where[0], where[1], where[2]};
      if (dot(found, towards) > best) {
        best = dot(found, towards);
        nearest = found;
      }
      return;
    }
  };
  for (const Shown& shown : shown_) consider(*shown.surface, nullptr);
  if (head_) consider(*head_, behind_);
  return nearest;
}

}  // namespace longview
