#!/usr/bin/env python3
"""The command line may be linked to neither Qt, VTK nor torch. usage: light_start.py PROGRAM"""
import re
import subprocess
import sys

libraries = subprocess.run(["ldd", sys.argv[1]], capture_output=True, text=True, check=True).stdout
heavy = sorted(set(re.findall(r"lib(?:Qt[0-9]\w*|vtk\w*|torch\w*|c10)[^ ]*", libraries)))
print("loads " + ", ".join(heavy) if heavy else "loads neither Qt, VTK nor torch")
sys.exit(bool(heavy))
