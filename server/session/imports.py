"""Finding and reading the files of the workspace that a file imports.

While somebody waits for findings only so much is read: of a file that has to wait nothing is known yet, and the
analysis is run again later, patiently.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from ..program.site import Site
from ..syntax.read import read
from ..syntax.reading import Reading
from ..syntax.spans import span_of
from ..syntax.tree import Block
from ..text.decode import decode
from ..text.lines import split_lines
from ..text.span import Span, span

LARGEST_FILE = 2_000_000
"""Bytes; a larger file is no hand-written module."""
AT_ONCE = 16_000
"""Bytes of other files that are read while somebody waits: some 50 ms."""
_WORD = re.compile(rb"[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*")


class ImportFinder:
    """Finds modules on the workspace's own roots: the file's folder, the project's root and its `src`.

    Files are read once for each path, time and size. Nothing outside the roots is opened.
    """

    def __init__(self, path: str, roots: tuple[str, ...] = ()) -> None:
        folder = os.path.dirname(os.path.abspath(path))
        self.roots = tuple(dict.fromkeys((folder, *roots, *project_roots(folder))))
        self._read: dict[str, tuple[tuple[float, int], Reading]] = {}
        self._words: dict[str, tuple[tuple[float, int], frozenset[bytes], bool]] = {}
        self.seen: dict[str, tuple[float, int] | None] = {}
        self.waiting: set[str] = set()
        self._left: int | None = None
        self._pause: Callable[[], None] = _go_on

    @property
    def absent(self) -> frozenset[str]:
        """The files that were looked for in vain."""
        return frozenset([path for path, stamp in self.seen.items() if stamp is None])

    def begin(self, *, patient: bool, pause: Callable[[], None]) -> None:
        """Begin a run over the file; `pause` is called while files are read, and may raise to give up."""
        self._left = None if patient else AT_ONCE
        self._pause = pause
        self.waiting.clear()

    def find(self, name: str, level: int, importer: str, naming: str = "") -> tuple[str, str, Block] | None:
        """The path, dotted name and statements of the file that an import means; None when it is elsewhere.

        With `naming` also None when the file neither mentions that name nor imports all names of another file.
        """
        parts = [part for part in name.split(".") if part]
        if level:
            folder = os.path.dirname(os.path.abspath(importer))
            for _ in range(level - 1):
                folder = os.path.dirname(folder)
            return self._in_folder(folder, parts, name, naming)
        if not parts:
            return None
        for root in self.roots:
            found = self._in_folder(root, parts, name, naming)
            if found is not None:
                return found
        return None

    def _in_folder(self, folder: str, parts: list[str], name: str, naming: str) -> tuple[str, str, Block] | None:
        base = os.path.join(folder, *parts)
        candidates = (
            [os.path.join(base, "__init__.py")] if not parts else [f"{base}.py", os.path.join(base, "__init__.py")]
        )
        for candidate in candidates:
            if naming and not self._mentions(candidate, naming):
                continue
            reading = self.reading(candidate)
            if reading is not None:
                return candidate, name or os.path.basename(folder), reading.body
            if candidate in self.waiting:
                return candidate, name or os.path.basename(folder), ()
        return None

    def reading(self, path: str) -> Reading | None:
        """The file as it was read; None when there is no such file, it is too large to be code, or it has to wait."""
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            self.seen[path] = None
            return None
        stamp = (status.st_mtime, status.st_size)
        self.seen[path] = stamp
        known = self._read.get(path)
        if known is not None and known[0] == stamp:
            return known[1]
        if status.st_size > LARGEST_FILE or not os.path.isfile(path):
            return None
        if self._left is not None and known is None:
            self._left -= status.st_size
            if self._left < 0:
                self.waiting.add(path)
                return None
        try:
            data = Path(path).read_bytes()
        except OSError:
            return None
        reading = read(split_lines(decode(data).text), None if known is None else known[1], self._pause)
        self._read[path] = (stamp, reading)
        return reading

    def _mentions(self, path: str, name: str) -> bool:
        """Whether a file may have a name, as far as that can be told without reading it as a program."""
        try:
            status = os.stat(path)
            stamp = (status.st_mtime, status.st_size)
            known = self._words.get(path)
            if known is None or known[0] != stamp:
                data = Path(path).read_bytes() if status.st_size <= LARGEST_FILE else b""
                known = self._words[path] = (stamp, frozenset(_WORD.findall(data)), b"import *" in data)
        except (OSError, ValueError):
            self.seen[path] = None
            return False
        self.seen[path] = stamp
        return known[2] or name.encode() in known[1]

    def span(self, site: Site) -> Span:
        """Where a node of an imported file stands."""
        known = self._read.get(site.module)
        if known is None:
            return span(0, 0, 0, 0)
        try:
            return span_of(known[1], site.statement, site.node)
        except KeyError:
            return span(0, 0, 0, 0)


def _go_on() -> None:
    """There is nobody to give up for."""


def project_roots(folder: str) -> tuple[str, ...]:
    """The nearest folder above that looks like a project's root, with its `src`; none when there is none."""
    current = folder
    for _ in range(12):
        if any(
            os.path.exists(os.path.join(current, mark)) for mark in ("pyproject.toml", "setup.py", ".git", "setup.cfg")
        ):
            source = os.path.join(current, "src")
            return (current, source) if os.path.isdir(source) else (current,)
        parent = os.path.dirname(current)
        if parent == current:
            break
        current = parent
    return ()
