"""Where installed packages lie, and whether one of them builds on PyTorch. Nothing is imported."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

MOST_FILES = 2_000
"""Files looked into of one package; where no import has appeared by then, it may stand in the rest."""

_IMPORT = re.compile(
    rb"^[ \t]*(?:from|import)[ \t]+(?:torch|lightning|pytorch_lightning|transformers|timm)\b", re.MULTILINE
)
_ENVIRONMENTS = (".venv", "venv", "env")


def search_paths(roots: Sequence[str], interpreter: str | None) -> tuple[str, ...]:
    """The folders that packages are looked for in: of the interpreter, of environments in the roots, and our own."""
    found: list[str] = []
    if interpreter is not None:
        found += _site_folders(os.path.dirname(os.path.dirname(os.path.abspath(interpreter))))
    for root in roots:
        for name in _ENVIRONMENTS:
            found += _site_folders(os.path.join(root, name))
    found += [path for path in sys.path if path and os.path.isdir(path)]
    return tuple(dict.fromkeys(found))


def is_library(path: str) -> bool:
    """Whether a folder of the search path holds installed packages rather than the standard library."""
    return os.path.basename(path) in ("site-packages", "dist-packages")


def builds_on_torch(package: str, paths: Iterable[str]) -> bool:
    """Whether a package lies in one of these folders and some file of it imports PyTorch."""
    for path in paths:
        for folder in (os.path.join(path, package), os.path.join(path, f"{package}-stubs")):
            if os.path.isdir(folder) and _any_imports_torch(_sources(folder)):
                return True
        single = [os.path.join(path, package + ending) for ending in (".py", ".pyi")]
        if _any_imports_torch(file for file in single if os.path.isfile(file)):
            return True
    return False


def _site_folders(prefix: str) -> list[str]:
    folders = [*sorted(Path(prefix, "lib").glob("python3*/site-packages")), Path(prefix, "Lib", "site-packages")]
    return [str(folder) for folder in folders if folder.is_dir()]


def _sources(folder: str) -> Iterator[str]:
    for inner, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(files):
            if file.endswith((".py", ".pyi")):
                yield os.path.join(inner, file)


def _any_imports_torch(files: Iterable[str]) -> bool:
    for number, file in enumerate(files):
        if number == MOST_FILES:
            return True
        try:
            with open(file, "rb") as stream:
                if _IMPORT.search(stream.read()):
                    return True
        except OSError:
            continue
    return False
