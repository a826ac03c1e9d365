#include <vtkFlyingEdges3D.h>
#include <vtkPolyDataNormals.h>
#include <vtkQuadricDecimation.h>
#include <vtkTransform.h>
#include <vtkTransformPolyDataFilter.h>
#include <vtkWindowedSincPolyDataFilter.h>

#include <algorithm>
#include <cmath>

#include "viewer/scene/volume_facts.h"
#include "viewer/scene/vtk_image.h"
#include "viewer/views/surfaces.h"

namespace longview {
namespace {

// Means of blocks of voxels, as many along each axis as fit into `coarsest` mm.
Volume averaged(const Volume& volume, double coarsest, const Progress& progress) {
  Size3 block{1, 1, 1};
  for (std::size_t c = 0; c < 3; ++c)
    block[c] = std::max(1, static_cast<int>(std::floor(coarsest / volume.grid.spacing[c] + 0.01)));
  if (block == Size3{1, 1, 1}) return volume;
  Grid grid = volume.grid;
  Vec3 first{};
  for (std::size_t c = 0; c < 3; ++c) {
    grid.size[c] = std::max(1, volume.grid.size[c] / block[c]);
    block[c] = std::min(block[c], volume.grid.size[c]);
    grid.spacing[c] *= block[c];
    first[c] = (block[c] - 1) / 2.0;
  }
  grid.origin = point_at(volume.grid, first);
  const auto nx = static_cast<std::size_t>(volume.grid.size[0]), ny = static_cast<std::size_t>(volume.grid.size[1]);
  std::vector<float> means;
  means.reserve(voxel_count(grid));
  const double count = double(block[0]) * block[1] * block[2];
  visit_voxels(volume, [&](auto voxels) {
    for (int k = 0; k < grid.size[2]; ++k) {
      progress.check();
      for (int j = 0; j < grid.size[1]; ++j)
        for (int i = 0; i < grid.size[0]; ++i) {
          double sum = 0;
          for (int z = k * block[2]; z < (k + 1) * block[2]; ++z)
            for (int y = j * block[1]; y < (j + 1) * block[1]; ++y) {
              const std::size_t row = nx * (static_cast<std::size_t>(y) + ny * static_cast<std::size_t>(z));
              for (int x = i * block[0]; x < (i + 1) * block[0]; ++x)
                sum += static_cast<double>(voxels[row + static_cast<std::size_t>(x)]);
            }
          means.push_back(static_cast<float>(sum / count));
        }
    }
  });
  return make_volume(grid, std::move(means), volume.unit);
}

// The part that holds the surface with a rim of two voxels, and air around it, so that every surface is closed.
Volume with_rim(const Volume& volume, const Grid& box, double air) {
  Grid grid = volume.grid;
  const Vec3 corner = index_at(volume.grid, box.origin);
  Size3 first{};
  Vec3 start{};
  for (std::size_t c = 0; c < 3; ++c) {
    first[c] = static_cast<int>(std::lround(corner[c])) - 2;
    start[c] = first[c];
    grid.size[c] = box.size[c] + 4;
  }
  grid.origin = point_at(volume.grid, start);
  std::vector<float> values;
  values.reserve(voxel_count(grid));
  visit_voxels(volume, [&](auto voxels) {
    const Size3& size = volume.grid.size;
    for (int k = 0; k < grid.size[2]; ++k)
      for (int j = 0; j < grid.size[1]; ++j)
        for (int i = 0; i < grid.size[0]; ++i) {
          const int x = i + first[0], y = j + first[1], z = k + first[2];
          const bool inside = x >= 0 && y >= 0 && z >= 0 && x < size[0] && y < size[1] && z < size[2];
          const auto at = inside ? static_cast<std::size_t>(x) +
                                       static_cast<std::size_t>(size[0]) *
                                           (static_cast<std::size_t>(y) +
                                            static_cast<std::size_t>(size[1]) * static_cast<std::size_t>(z))
                                 : 0;
          values.push_back(inside ? static_cast<float>(voxels[at]) : static_cast<float>(air));
        }
  });
  return make_volume(grid, std::move(values));
}

double millilitres_above(const Volume& volume, double level) {
  const auto count = visit_voxels(volume, [level](auto voxels) {
    return std::count_if(voxels.begin(), voxels.end(), [level](auto v) { return static_cast<double>(v) >= level; });
  });
  return static_cast<double>(count) * voxel_volume_mm3(volume.grid) / 1000;
}

vtkSmartPointer<vtkPolyData> triangulated(const Volume& volume, const SurfaceWish& wish, const Progress& progress) {
  const auto edges = vtkSmartPointer<vtkFlyingEdges3D>::New();
  edges->SetInputData(vtk_image(volume));
  edges->SetValue(0, wish.level);
  edges->ComputeNormalsOff();
  edges->ComputeScalarsOff();
  edges->Update();
  progress.report(0.5, "surface");
  const auto smooth = vtkSmartPointer<vtkWindowedSincPolyDataFilter>::New();
  smooth->SetInputData(edges->GetOutput());
  smooth->SetNumberOfIterations(20);
  smooth->SetPassBand(0.08);  // Taubin, Zhang, Golub 1996: smooths without shrinking
  smooth->NonManifoldSmoothingOn();
  smooth->NormalizeCoordinatesOn();
  smooth->Update();
  vtkSmartPointer<vtkPolyData> triangles = smooth->GetOutput();
  progress.report(0.7, "surface");
  if (wish.triangles > 0 && triangles->GetNumberOfCells() > wish.triangles) {
    const auto fewer = vtkSmartPointer<vtkQuadricDecimation>::New();
    fewer->SetInputData(triangles);
    fewer->SetTargetReduction(1.0 - double(wish.triangles) / double(triangles->GetNumberOfCells()));
    fewer->Update();
    triangles = fewer->GetOutput();
  }
  progress.report(0.85, "surface");
  const auto to_study = vtkSmartPointer<vtkTransform>::New();
  to_study->SetMatrix(vtk_matrix(inverse(wish.to_scan), volume.grid));
  const auto moved = vtkSmartPointer<vtkTransformPolyDataFilter>::New();
  moved->SetTransform(to_study);
  moved->SetInputData(triangles);
  const auto normals = vtkSmartPointer<vtkPolyDataNormals>::New();
  normals->SetInputConnection(moved->GetOutputPort());
  normals->SplittingOff();
  normals->ConsistencyOn();
  normals->Update();
  return normals->GetOutput();
}

}  // namespace

std::shared_ptr<const Surface> make_surface(const SurfaceWish& wish, const Progress& progress) {
  auto surface = std::make_shared<Surface>();
  surface->triangles = vtkSmartPointer<vtkPolyData>::New();
  surface->volume_ml = millilitres_above(wish.volume, wish.level);
  const Volume coarse = averaged(wish.volume, wish.coarsest_mm, progress);
  progress.report(0.2, "surface");
  const auto box = box_above(coarse, wish.level);
  if (!box) return surface;
  surface->triangles = triangulated(with_rim(coarse, *box, std::min(0.0, volume_facts(coarse).least)), wish, progress);
  if (surface->triangles->GetNumberOfCells() > 0) {
    surface->locator = vtkSmartPointer<vtkStaticCellLocator>::New();
    surface->locator->SetDataSet(surface->triangles);
    surface->locator->BuildLocator();
  }
  return surface;
}

}  // namespace longview
