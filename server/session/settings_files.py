"""Finding and reading the settings file that counts for a folder."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import cast

from ..text.lines import split_lines
from ..text.span import Position, Span
from .known_rules import KnownRules
from .settings import Layer
from .settings_reading import NOWHERE, KeyPath, SettingProblem, read_layer
from .toml_places import key_places

OWN_FILE = "torchwise.toml"
PROJECT_FILE = "pyproject.toml"
_TABLE: KeyPath = ("tool", "torchwise")


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A settings file that was read: its layer, and what is wrong in it."""

    path: str
    layer: Layer
    problems: tuple[SettingProblem, ...] = ()


def read_settings_text(text: str, path: str, known: KnownRules) -> SettingsFile | None:
    """The settings in the text of the file at `path`; None for a `pyproject.toml` without settings of ours."""
    is_project = os.path.basename(path) == PROJECT_FILE
    root = os.path.dirname(path)
    text = text.removeprefix("\ufeff")
    try:
        data = _parsed(text)
    except ValueError as error:
        if is_project and "tool.torchwise" not in text:
            return None
        return SettingsFile(path, Layer(root=root), (_syntax_problem(path, text, str(error)),))
    prefix = _TABLE if is_project else ()
    table: object = data
    for key in prefix:
        table = cast("Mapping[str, object]", table).get(key) if isinstance(table, Mapping) else None
    if table is None:
        return None
    if not isinstance(table, Mapping):
        return SettingsFile(
            path, Layer(root=root), (SettingProblem(path, NOWHERE, "`tool.torchwise` must be a table"),)
        )
    places = key_places(text)

    def place(key: KeyPath) -> Span:
        whole = (*prefix, *key)
        return next((places[whole[:end]] for end in range(len(whole), 0, -1) if whole[:end] in places), NOWHERE)

    settings = cast("Mapping[str, object]", table)
    layer, problems = read_layer(settings, known, path=path, root=root, place=place)
    return SettingsFile(path, layer, problems)


def read_settings_file(path: str, known: KnownRules) -> SettingsFile | None:
    """The settings in the file at `path`. Raises `OSError` where it cannot be read."""
    with open(path, "rb") as file:
        data = file.read()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if os.path.basename(path) == PROJECT_FILE and b"tool.torchwise" not in data:
            return None
        line = data.count(b"\n", 0, error.start)
        problem = SettingProblem(path, Span(Position(line, 0), Position(line, 0)), "the file is not valid UTF-8")
        return SettingsFile(path, Layer(root=os.path.dirname(path)), (problem,))
    return read_settings_text(text, path, known)


@dataclass(slots=True)
class SettingsFiles:
    """Settings files found so far; a file is read again once its time or size has changed."""

    known: KnownRules
    _read: dict[str, tuple[tuple[int, int], SettingsFile | None]] = field(
        default_factory=dict[str, "tuple[tuple[int, int], SettingsFile | None]"]
    )

    def nearest(self, folder: str) -> SettingsFile | None:
        """The settings file that counts in `folder`: in it, or in the nearest folder above that has one.

        In one folder `torchwise.toml` counts before `pyproject.toml`.
        """
        folder = os.path.abspath(folder)
        while True:
            for name in (OWN_FILE, PROJECT_FILE):
                found = self._fresh(os.path.join(folder, name))
                if found is not None:
                    return found
            parent = os.path.dirname(folder)
            if parent == folder:
                return None
            folder = parent

    def _fresh(self, path: str) -> SettingsFile | None:
        try:
            status = os.stat(path)
            stamp = (status.st_mtime_ns, status.st_size)
            kept = self._read.get(path)
            if kept is None or kept[0] != stamp:
                self._read[path] = kept = (stamp, read_settings_file(path, self.known))
        except FileNotFoundError:
            return None
        except OSError as error:
            if isinstance(error, NotADirectoryError) or os.path.isdir(path):
                return None
            reason = error.strerror or str(error)
            problem = SettingProblem(path, NOWHERE, f"the file cannot be read: {reason}")
            return SettingsFile(path, Layer(root=os.path.dirname(path)), (problem,))
        return kept[1]


def _parsed(text: str) -> dict[str, object]:
    # By name, since a type checker sees only one of the two: the standard library has it from Python 3.11 on.
    return import_module("tomllib" if sys.version_info >= (3, 11) else "tomli").loads(text)


def _syntax_problem(path: str, text: str, error: str) -> SettingProblem:
    found = re.search(r" \(at line (\d+), column (\d+)\)", error)
    message = error[: found.start()] if found else re.sub(r" \(at end of document\)", "", error)
    lines = split_lines(text)
    line = int(found.group(1)) - 1 if found else max(len(lines) - 1, 0)
    column = int(found.group(2)) - 1 if found else 0
    length = len(lines[line].rstrip("\r\n")) if line < len(lines) else 0
    end = max(length, column)
    where = Span(Position(line, min(column, end)), Position(line, end))
    return SettingProblem(path, where, f"this is not valid TOML: {message[:1].lower()}{message[1:]}")
