"""Changes to a text as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .span import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `span` by `text` (an empty span inserts, an empty text deletes).

    `path` names another file than the one the edit belongs to; empty means the same file.
    """

    span: Span
    text: str
    path: str = ""


class OverlappingEdits(ValueError):
    """Two edits of one change cover the same characters, so their order would decide the result."""


def apply(lines: Sequence[str], edits: Iterable[Edit]) -> list[str]:
    """The lines (each with its line end) after all edits, which refer to the text before any of them.

    Insertions at one place are made in the order given. Raises `OverlappingEdits`.
    """
    from .lines import split_lines

    ordered = sorted(edits, key=lambda edit: edit.span)
    pieces: list[str] = []
    line, column = 0, 0
    for edit in ordered:
        (start_line, start_column), (end_line, end_column) = edit.span
        if (start_line, start_column) < (line, column):
            raise OverlappingEdits(f"edits overlap at line {start_line + 1}")
        pieces.append(_between(lines, line, column, start_line, start_column))
        pieces.append(edit.text)
        line, column = end_line, end_column
    pieces.append(_between(lines, line, column, len(lines), 0))
    return split_lines("".join(pieces))


def _between(lines: Sequence[str], line: int, column: int, end_line: int, end_column: int) -> str:
    if line >= len(lines):
        return ""
    if line == end_line:
        return lines[line][column:end_column]
    tail = lines[end_line][:end_column] if end_line < len(lines) else ""
    return lines[line][column:] + "".join(lines[line + 1 : end_line]) + tail
