"""The project's own virtual environment: `.venv`, with exactly what the lock files name."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "scripts" / "requirements"
OLDEST = (3, 10)

_BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = _BIN / ("python.exe" if os.name == "nt" else "python")


def for_running() -> Path:
    """The interpreter of an environment in which `server` runs."""
    _create()
    _install("runtime", ["-r", _lock("runtime")])
    return PYTHON


def for_developing(*, needs_torch: bool) -> Path:
    """The interpreter of an environment in which `server` is checked, torch and lightning included.

    Without a torch for this Python the proofs cannot run: that is an error where `needs_torch`, else a warning.
    """
    for_running()
    _install("tools", ["-r", _lock("tools")])
    if not _has_torch():
        # Versions are pinned on both sides, so that neither install can pull a newer partner of the other.
        try:
            _pip(["-r", _lock("torch"), "-c", _lock("proofs")])
        except subprocess.CalledProcessError:
            if needs_torch:
                raise SystemExit(f"{_torch_pin()} cannot be installed for Python {_version()}") from None
            print(f"warning: no {_torch_pin()} for Python {_version()}: proofs will be skipped", file=sys.stderr)
            return PYTHON
    _install("proofs", ["-r", _lock("proofs"), "-c", _lock("torch")])
    return PYTHON


def tool(name: str) -> str:
    """The path of a program that the lock files installed."""
    return str(_BIN / (f"{name}.exe" if os.name == "nt" else name))


def _create() -> None:
    made_by = VENV / "made-by"
    wanted = f"{sys.executable} {sys.version}"
    if PYTHON.exists() and made_by.exists() and made_by.read_text() == wanted:
        return
    print(f"making {VENV.name} with Python {_version()}", flush=True)
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        raise SystemExit(
            f"{sys.executable} cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv"
        ) from None
    made_by.write_text(wanted)


def _install(what: str, arguments: list[str]) -> None:
    """Run pip unless the stamp says that this very lock is installed already."""
    stamp = VENV / f"installed-{what}"
    wanted = hashlib.sha256(b"".join(lock.read_bytes() for lock in sorted(LOCKS.glob("*.txt")))).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    try:
        _pip(arguments)
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"pip failed (exit {error.returncode}) installing {what}") from None
    stamp.write_text(wanted)


def _pip(arguments: list[str]) -> None:
    print(f"pip install {' '.join(Path(word).name if os.sep in word else word for word in arguments)}", flush=True)
    command = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)


def _has_torch() -> bool:
    """Whether the pinned torch is there, whatever build it is."""
    code = "import importlib.metadata as m; print('torch==' + m.version('torch').split('+')[0])"
    answer = subprocess.run([str(PYTHON), "-c", code], capture_output=True, text=True, check=False)
    return answer.stdout.strip() == _torch_pin()


def _torch_pin() -> str:
    return (LOCKS / "torch.txt").read_text().splitlines()[-1].strip()


def _lock(name: str) -> str:
    return str(LOCKS / f"{name}.txt")


def _version() -> str:
    return ".".join(map(str, sys.version_info[:3]))
