"""Running the command line as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FAKE = [sys.executable, str(ROOT / "tests" / "cli" / "fake_torchwise.py")]
REAL = [sys.executable, "-m", "server"]


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | more


def torchwise(*words: str, folder: Path, real: bool = False, stdin: bytes = b"", **variables: str) -> Ended:
    """Run to the end: the real program, or the one with a fake analysis."""
    done = subprocess.run(
        [*(REAL if real else FAKE), *words],
        cwd=folder,
        env=environment(**variables),
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Ended(done.returncode, _text(done.stdout), _text(done.stderr))


def _text(data: bytes) -> str:
    return data.decode("utf-8").replace("\r\n", "\n")
