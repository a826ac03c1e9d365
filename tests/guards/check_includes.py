#!/usr/bin/env python3
"""The walls between the layers: which folder may include what, and why. Prints each breach; exit code 1 if any.

usage: check_includes.py SOURCE_ROOT
"""
import pathlib
import re
import sys

QT, VTK = r"Q[A-Z]\w*|Qt\w*/.*", r"vtk\w+\.h"
TORCH = r"(torch|ATen|c10|caffe2)/.*|dnnl.*"
ITK, GDCM, DCMTK = r"itk\w+\.h", r"gdcm\w+\.h", r"dcmtk/.*"
MODELS = r"networks/(?!core/|layers/|training/|evaluation/|library/)[a-z_]+/.*"
READERS = r"imaging/(reading|registration|preparation|simulation|writing)/.*"

# (folders, only public headers?, forbidden include, reason)
RULES = [
    (["imaging"], False, [QT, VTK], "imaging runs without a screen: tools and tests need no Qt and no VTK"),
    (["imaging"], False, [TORCH], "torch lives in networks alone: it costs 0.33 s and 160 MB at start"),
    (["imaging"], False, [r"(networks|viewer|app)/.*"], "imaging is the lowest layer and knows none above it"),
    (["imaging"], True, [ITK, GDCM, DCMTK, r"nlohmann/.*", r"zlib\.h"],
     "public headers name only std and our own types: third-party headers go into a .cpp or private/"),
    (["networks"], False, [QT, VTK], "networks run headless: no Qt and no VTK"),
    (["networks"], False, [ITK, GDCM, DCMTK], "networks see volumes as imaging prepared them, never files"),
    (["networks"], False, [r"(viewer|app)/.*", r"imaging/(reading|writing)/.*"],
     "networks know neither the program above them nor files"),
    (["networks/core", "networks/evaluation"], True, [TORCH, r"nlohmann/.*"],
     "the models' interface is free of torch, so that the program starts without it"),
    (["viewer"], False, [TORCH, ITK, GDCM, DCMTK], "the viewer draws values; it neither reads files nor runs networks"),
    (["viewer"], False, [READERS, r"(networks|app)/.*"], "the viewer names imaging/core and imaging/measurement only"),
    (["app/pipeline", "app/cli"], False, [QT, VTK, r"viewer/.*", r"app/window/.*"],
     "every command runs headless: no Qt and no VTK before the window"),
    (["app"], False, [TORCH], "torch is opened through networks/core/networks_library.h when a model is first asked for"),
]
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


def is_public_header(path):
    return path.suffix == ".h" and "private" not in path.parts


def other_model(path, included):
    """networks/<model> may not include another model's folder."""
    if not re.fullmatch(MODELS, included) or path.parts[0] != "networks":
        return False
    own = path.parts[1]
    if own == "library":  # where the shared library is put together
        return False
    return included.split("/")[1] != own


def breaches(root):
    found = []
    for path in sorted(p for top in ("imaging", "networks", "viewer", "app") for p in (root / top).rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        relative = path.relative_to(root)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if "SetDirectionMatrix" in line:
                found.append(f"{relative}:{number}: SetDirectionMatrix: VTK 9.1 honours it unevenly; "
                             "viewer/scene/vtk_image gives a user matrix instead")
            match = INCLUDE.match(line)
            if not match:
                continue
            included = match.group(1)
            for folders, public_only, forbidden, reason in RULES:
                inside = any(relative.is_relative_to(folder) for folder in folders)
                if inside and (not public_only or is_public_header(relative)):
                    if any(re.fullmatch(pattern, included) for pattern in forbidden):
                        found.append(f"{relative}:{number}: includes {included}: {reason}")
            if other_model(relative, included):
                found.append(f"{relative}:{number}: includes {included}: a model never names another model's folder; "
                             "what two share goes into networks/layers")
    return found


if __name__ == "__main__":
    lines = breaches(pathlib.Path(sys.argv[1]))
    print("\n".join(lines) or "No wall is breached.")
    sys.exit(bool(lines))
