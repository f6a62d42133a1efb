"""The demonstration shows what the shipped programs mark, and exits with 0."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scripts.environment import ROOT


@pytest.mark.slow
def test_the_demonstration_holds():
    done = subprocess.run([sys.executable, "-m", "scripts.demo"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
