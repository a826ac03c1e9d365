// The VTK props of one 3D view.
#pragma once

#include <vtkActor.h>
#include <vtkImageData.h>
#include <vtkPlane.h>
#include <vtkPlaneSource.h>
#include <vtkRenderer.h>
#include <vtkSmartPointer.h>
#include <vtkVolume.h>
#include <vtkVolumeMapper.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/views/surface_wishes.h"
#include "viewer/views/view_model.h"
#include "viewer/views/volume_camera.h"

namespace longview {

class VolumeContent {
 public:
  // By GL_RENDERER: on a software GL the CPU mapper is five times as fast as the one on the GPU (stack.md 2.2).
  void choose_mapper(const std::string& gl_renderer);
  std::string mapper_words() const;

  // Brings the props up to the model; asks for surfaces that are missing. `fine`: full detail of volume rendering.
  void show(vtkRenderer& renderer, const ViewModel& model, int timepoint, bool fine);

  // First surface on the line through `point` along `towards`, seen from the eye.
  std::optional<Vec3> hit(const Vec3& point, const Vec3& towards) const;

 private:
  struct Shown {
    std::shared_ptr<const Surface> surface;
    QColor colour;
    double opacity = 1;
    bool made_up = false;
    bool operator==(const Shown&) const = default;
  };
  void show_surfaces(vtkRenderer& renderer, const ViewModel& model, int timepoint);
  void cut_head(const ViewModel& model);
  // The scan on the plane along which the head is cut, where the head is.
  void show_cut_face(const ViewModel& model, int timepoint, const SurfaceWish& head);
  void show_volume(vtkRenderer& renderer, const ViewModel& model, int timepoint, bool fine);
  void show_window(const GreyWindow& window);

  bool software_ = true;
  std::vector<Shown> shown_;
  std::shared_ptr<const Surface> head_;
  vtkSmartPointer<vtkActor> head_solid_, head_thin_;
  vtkSmartPointer<vtkPlane> behind_, before_;
  vtkSmartPointer<vtkActor> face_;
  vtkSmartPointer<vtkImageData> face_pixels_;
  vtkSmartPointer<vtkPlaneSource> face_plane_;
  vtkSmartPointer<vtkVolume> volume_;
  vtkSmartPointer<vtkVolumeMapper> mapper_;
  std::shared_ptr<const void> volume_voxels_;
  std::optional<GreyWindow> volume_window_;
};

void add_lights(vtkRenderer& renderer);
void aim(vtkRenderer& renderer, const VolumeCamera& camera);

}  // namespace longview
