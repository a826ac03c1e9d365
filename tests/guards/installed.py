#!/usr/bin/env python3
"""What is installed must run without its build: networks and models are found. usage: installed.py CMAKE BUILD"""
import os
import subprocess
import sys
import tempfile

cmake, build = sys.argv[1:]
with tempfile.TemporaryDirectory() as prefix:
    subprocess.run([cmake, "--install", build, "--prefix", prefix], check=True, stdout=subprocess.DEVNULL)
    clean = {k: v for k, v in os.environ.items() if not k.startswith("LONGVIEW_")}
    said = subprocess.run([f"{prefix}/bin/longview", "models", "--json"], env=clean, capture_output=True, text=True)
    print(said.stdout[:300], said.stderr)
    sys.exit(said.returncode or '"gp-gan"' not in said.stdout)
