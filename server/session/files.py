"""From paths on a command line to the texts that are checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..text.decode import decode
from ..text.lines import split_lines
from .comment_places import MENTION

SUFFIXES = (".py",)
NOTEBOOK = ".ipynb"

# Folders of other people's code, of generated code, and of tools. A path that is named is checked all the same.
EXCLUDED_FOLDERS = frozenset(
    (
        ".bzr", ".eggs", ".git", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pyenv", ".pytest_cache",
        ".ruff_cache", ".svn", ".tox", ".venv", "__pycache__", "__pypackages__", "build", "dist", "node_modules",
        "site-packages", "venv",
    )
)  # fmt: skip

Excluded = Callable[[str], bool]
"""Whether the settings exclude the file or folder at an absolute path."""


@dataclass(frozen=True, slots=True)
class PathProblem:
    """A path that cannot be read, and why. `named` when the user asked for this very path."""

    path: str
    message: str
    named: bool


@dataclass(slots=True)
class Found:
    """The files to check, as absolute paths in order, and what could not be looked at."""

    files: list[str] = field(default_factory=list[str])
    problems: list[PathProblem] = field(default_factory=list[PathProblem])


def find_files(paths: Iterable[str], excluded: Excluded) -> Found:
    """The files that `paths` mean: each named file, and the Python files below each named folder.

    A named file is checked whatever its suffix and even if excluded: who names it wants it. A file meant
    twice is there once.
    """
    found = Found()
    for path in paths:
        absolute = os.path.abspath(path)
        if os.path.isdir(absolute):
            _walk(absolute, excluded, found, named=True)
        elif absolute.endswith(NOTEBOOK):
            found.problems.append(PathProblem(absolute, "notebooks are checked only in the editor", named=True))
        elif os.path.exists(absolute):
            found.files.append(absolute)
        else:
            reason = "the link leads nowhere" if Path(absolute).is_symlink() else "no such file or folder"
            found.problems.append(PathProblem(absolute, reason, named=True))
    found.files = sorted(dict.fromkeys(found.files))
    return found


class Source(NamedTuple):
    """The lines of a file with their line ends; `note` says what was wrong with its encoding, if anything."""

    lines: tuple[str, ...]
    note: str = ""


def read_source(path: str) -> Source:
    """The text of the file at `path`. Raises `OSError`, and `ValueError` where it is no text."""
    with open(path, "rb") as file:
        return source_of(file.read())


def source_of(data: bytes) -> Source:
    """The text of a file with this content. Raises `ValueError` where it is no text."""
    if b"\0" in data:
        raise ValueError("this is not a text")
    decoded = decode(data)
    return Source(tuple(split_lines(decoded.text)), decoded.note)


def may_matter(lines: Iterable[str]) -> bool:
    """Whether a text can be worth analysing: one that imports nothing cannot reach PyTorch.

    It also tells a text with suppression comments, which must be looked at in any case.
    """
    return any("import" in line or MENTION in line for line in lines)


def reason_of(error: OSError | ValueError) -> str:
    """Why a file cannot be read, in words for the user."""
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror.lower()}"
    return f"cannot be read: {error}"


def _walk(folder: str, excluded: Excluded, found: Found, *, named: bool) -> None:
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        found.problems.append(PathProblem(folder, reason_of(error), named))
        return
    if not named and any(entry.name == "pyvenv.cfg" for entry in ordered):
        return
    for entry in _python(ordered):
        if excluded(entry.path):
            continue
        if entry.is_file():
            found.files.append(entry.path)
        else:
            _walk(entry.path, excluded, found, named=False)


def _python(entries: Iterable[os.DirEntry[str]]) -> Iterator[os.DirEntry[str]]:
    for entry in entries:
        try:
            # Links to folders are not followed: they lead in circles, or to data sets.
            is_folder = entry.is_dir(follow_symlinks=False)
            is_file = not is_folder and entry.name.endswith(SUFFIXES) and entry.is_file()
        except OSError:  # a link that leads to itself
            continue
        if is_file or (is_folder and entry.name not in EXCLUDED_FOLDERS):
            yield entry
