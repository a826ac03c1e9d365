// Surfaces of masks and heads, made off the drawing thread and shared by all 3D views. Smoothing is for the eye:
// volumes come from voxels.
#pragma once

#include <vtkPolyData.h>
#include <vtkSmartPointer.h>
#include <vtkStaticCellLocator.h>

#include <QObject>
#include <map>
#include <memory>
#include <optional>

#include "imaging/core/progress.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

struct SurfaceWish {
  Volume volume;
  Affine to_scan;  // study space to the volume's
  double level = 0.5;
  double coarsest_mm = 0;  // voxels are averaged up to this size first; 0: as they are
  int triangles = 0;       // decimated to about so many; 0: all
};

struct Surface {
  vtkSmartPointer<vtkPolyData> triangles;         // study space, LPS mm, with normals
  vtkSmartPointer<vtkStaticCellLocator> locator;  // for clicks; null for an empty surface
  double volume_ml = 0;                           // of the voxels at or above the level, not of the triangles
};

// Makes one now, on this thread.
std::shared_ptr<const Surface> make_surface(const SurfaceWish& wish, const Progress& progress = {});

class Surfaces : public QObject {
  Q_OBJECT

 public:
  explicit Surfaces(QObject* parent);
  ~Surfaces() override;

  // The surface if it was made, else null: then made() follows some time later.
  std::shared_ptr<const Surface> get(const SurfaceWish& wish);
  // 0 to 1 while surfaces are being made, nothing when all are there.
  std::optional<double> share_made() const;

 Q_SIGNALS:
  void made();

 private:
  struct Store;
  std::unique_ptr<Store> store_;
};

// The application's one store.
Surfaces& surfaces();

}  // namespace longview
