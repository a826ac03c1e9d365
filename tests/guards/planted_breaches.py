#!/usr/bin/env python3
"""Plants one breach of each kind in an empty tree and expects check_includes.py to name it."""
import pathlib
import subprocess
import sys
import tempfile

CHECK = pathlib.Path(__file__).with_name("check_includes.py")

PLANTED = [
    ("imaging/core/grid.cpp", "#include <QWidget>"),
    ("imaging/core/grid.cpp", "#include <vtkImageData.h>"),
    ("imaging/reading/read.cpp", "#include <torch/torch.h>"),
    ("imaging/reading/read.h", "#include <itkImage.h>"),
    ("imaging/writing/dicom_seg.h", '#include "dcmtk/dcmdata/dctk.h"'),
    ("imaging/core/study.cpp", '#include "app/pipeline/open.h"'),
    ("networks/gp_gan/model.cpp", "#include <itkImage.h>"),
    ("networks/gp_gan/model.cpp", "#include <QString>"),
    ("networks/gp_gan/network.cpp", "#include <vtkImageData.h>"),
    ("networks/gp_gan/model.cpp", '#include "networks/u_hp_net/network.h"'),
    ("networks/training/trainer.cpp", '#include "imaging/reading/read.h"'),
    ("networks/core/model.h", "#include <torch/types.h>"),
    ("viewer/views/slice_view.cpp", "#include <ATen/ATen.h>"),
    ("viewer/views/slice_view.cpp", "#include <itkImage.h>"),
    ("viewer/panels/numbers.cpp", '#include "imaging/reading/read.h"'),
    ("viewer/scene/vtk_image.cpp", "  image->SetDirectionMatrix(m);"),
    ("app/pipeline/open.cpp", "#include <QFile>"),
    ("app/cli/info.cpp", "#include <vtkImageData.h>"),
    ("app/cli/info.cpp", '#include "viewer/scene/scene.h"'),
    ("app/window/main_window.cpp", "#include <torch/torch.h>"),
]
ALLOWED = [
    ("imaging/core/private/itk_image.h", "#include <itkImage.h>"),
    ("imaging/reading/read.cpp", '#include "dcmtk/dcmdata/dctk.h"'),
    ("networks/gp_gan/network.h", "#include <torch/types.h>"),
    ("networks/gp_gan/model.cpp", '#include "networks/gp_gan/network.h"'),
    ("viewer/views/slice_view.h", "#include <QWidget>"),
    ("app/window/main_window.cpp", '#include "imaging/writing/pacs.h"'),
]


def verdict(path, line):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / path
        file.parent.mkdir(parents=True)
        file.write_text(line + "\n", encoding="utf-8")
        run = subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True)
        return run.returncode, run.stdout


failures = 0
for path, line in PLANTED:
    code, text = verdict(path, line)
    if code != 1 or path not in text:
        print(f"not caught: {path}: {line}")
        failures += 1
for path, line in ALLOWED:
    code, text = verdict(path, line)
    if code != 0:
        print(f"wrongly caught: {text}")
        failures += 1
print(f"{len(PLANTED)} planted breaches, {len(ALLOWED)} allowed includes, {failures} wrong verdicts")
sys.exit(bool(failures))
