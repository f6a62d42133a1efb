"""Places in a text: positions and spans.

Lines and columns are 0-based; columns count code points. Only the editor and the terminal speak other
units, and they convert at the door (`server.text.offsets`).
"""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """A place between two characters: a line and a column in code points, both from 0."""

    line: int
    column: int


class Span(NamedTuple):
    """A stretch of text from `start` up to but not including `end`."""

    start: Position
    end: Position

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """Whether the two spans share a place, their ends included (an empty span touches its place)."""
        return self.start <= other.end and other.start <= self.end


def span(start_line: int, start_column: int, end_line: int, end_column: int) -> Span:
    """A span from four plain numbers."""
    return Span(Position(start_line, start_column), Position(end_line, end_column))
