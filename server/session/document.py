"""An open document: its lines, how an edit changes them, and a picture of them at one moment.

A document is a sequence of parts that an editor knows under addresses of their own: today one part, the
file; the cells of a notebook are several. Analysis sees the lines of all parts as one text, and a line map
leads back.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..text.lines import split_lines
from ..text.span import Span

_revisions = itertools.count(1)


@dataclass(slots=True)
class Part:
    """One stretch of a document, with the address and the version that the editor gives it."""

    uri: str
    version: int | None
    lines: list[str]


@dataclass(frozen=True, slots=True)
class PartAt:
    """A part in a snapshot: where its lines stand in the whole text."""

    uri: str
    version: int | None
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A document at one moment. No two states of any documents share a `revision`; a later one has a larger."""

    uri: str
    path: str
    revision: int
    parts: tuple[PartAt, ...]
    lines: tuple[str, ...]

    def part_at(self, line: int) -> PartAt:
        """The part that a line of the whole text lies in; the line after the last belongs to the last part."""
        starts = [part.first for part in self.parts]
        return self.parts[max(0, bisect_right(starts, line) - 1)]

    def part(self, uri: str) -> PartAt | None:
        """The part with this address."""
        return next((part for part in self.parts if part.uri == uri), None)


@dataclass(slots=True)
class Document:
    """The state of one open document. Belongs to one thread; others get snapshots."""

    uri: str
    path: str
    parts: list[Part]
    revision: int = field(default_factory=_revisions.__next__)
    _snapshot: Snapshot | None = field(default=None, repr=False)

    def part(self, uri: str) -> Part | None:
        """The part with this address."""
        return next((part for part in self.parts if part.uri == uri), None)

    def replace(self, part: Part, span: Span, text: str) -> None:
        """Put `text` in place of a span of a part (lines and code points, clamped to the part's text)."""
        replace(part.lines, span, text)
        self.revision = next(_revisions)

    def reset(self, part: Part, text: str) -> None:
        """Give a part a wholly new text."""
        part.lines[:] = split_lines(text)
        self.revision = next(_revisions)

    def snapshot(self) -> Snapshot:
        """The document as it is now; the same object until the next change."""
        if self._snapshot is None or self._snapshot.revision != self.revision:
            self._snapshot = Snapshot(
                self.uri, self.path, self.revision, tuple(_placed(self.parts)), _joined(self.parts)
            )
        return self._snapshot


def opened(uri: str, path: str, version: int | None, text: str) -> Document:
    """A document of one part."""
    return Document(uri, path, [Part(uri, version, split_lines(text))])


def replace(lines: list[str], span: Span, text: str) -> None:
    r"""Put `text` in place of `span`, touching only the lines that change.

    A `\n` that comes to stand right after the `\r` of the line before makes one line end with it. Nothing
    like it can happen at the lower edge, because the whole last line of the span is split anew.
    """
    (first, first_column), (last, last_column) = sorted((clamped(lines, *span.start), clamped(lines, *span.end)))
    before = lines[first][:first_column] if first < len(lines) else ""
    after = lines[last][last_column:] if last < len(lines) else ""
    changed = before + text + after
    if changed.startswith("\n") and first > 0 and lines[first - 1].endswith("\r"):
        first -= 1
        changed = lines[first] + changed
    lines[first : last + 1] = split_lines(changed)


def clamped(lines: Sequence[str], line: int, column: int) -> tuple[int, int]:
    """The nearest place that exists: no column beyond the line's text, no line beyond the end of the file."""
    if line >= len(lines):
        if lines and not lines[-1].endswith(("\r", "\n")):
            return len(lines) - 1, len(lines[-1])
        return len(lines), 0
    return line, min(column, len(lines[line].rstrip("\r\n")))


def _placed(parts: Iterable[Part]) -> Iterable[PartAt]:
    first = 0
    for part in parts:
        yield PartAt(part.uri, part.version, first, len(part.lines))
        first += len(part.lines)


def _joined(parts: Sequence[Part]) -> tuple[str, ...]:
    if len(parts) == 1:
        return tuple(parts[0].lines)
    return tuple(line if line.endswith(("\r", "\n")) else line + "\n" for part in parts for line in part.lines)
