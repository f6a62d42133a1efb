"""A file as it was read: physical lines, logical lines and the tree of statements.

Reading never fails: what cannot be read becomes a hole and leaves a note.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from . import ir
from .blocks import Unit, build
from .line import INVALID, LineIR, read_line
from .lines import LogicalLine, cut_line, logical_lines
from .tree import Block, Statement


class Note(NamedTuple):
    """Something that could not be read as it stands; `line` is physical, from 0."""

    line: int
    message: str


class StatementPlace(NamedTuple):
    """Where a statement stands: the number of its logical line, and which statement of that line it is."""

    line: int
    ordinal: int


@dataclass(slots=True, eq=False)
class Reading:
    """One version of one file. Immutable but for what it computes when first asked."""

    lines: Sequence[str]
    starts: list[int]
    logical: list[LogicalLine]
    contents: list[LineIR]
    units: list[Unit]
    body: Block
    remarks: list[tuple[int, str]]
    next_key: int
    _places: dict[int, StatementPlace] | None = field(default=None)

    @property
    def places(self) -> dict[int, StatementPlace]:
        """The place of every statement, by its key."""
        if self._places is None:
            self._places = {
                statement.key: StatementPlace(at, ordinal)
                for at, unit in enumerate(self.units)
                for ordinal, statement in enumerate(unit)
            }
        return self._places

    def statement(self, key: int) -> Statement:
        """The statement with this key. Raises KeyError."""
        place = self.places[key]
        return self.units[place.line][place.ordinal]

    def line_of(self, key: int) -> int:
        """The physical line on which the statement with this key begins. Raises KeyError."""
        return self.starts[self.places[key].line]

    def logical_line_at(self, line: int) -> int | None:
        """The number of the logical line that covers a physical line, if one does."""
        at = bisect_right(self.starts, line) - 1
        return at if at >= 0 and line < self.starts[at] + self.logical[at].height else None

    @property
    def holes(self) -> tuple[Statement, ...]:
        """The statements that could not be read, in the order of the file."""
        return tuple(
            [statement for unit in self.units for statement in unit if isinstance(statement.node, ir.Hole)]
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        """Everything that could not be read as it stands, in the order of the file."""
        notes = [Note(self.starts[at], message) for at, message in self.remarks]
        for at, unit in enumerate(self.units):
            for statement in unit:
                if isinstance(statement.node, ir.Hole):
                    notes.append(Note(self.starts[at], statement.node.why))
        return tuple(sorted(set(notes)))


def read(lines: Sequence[str], old: Reading | None = None) -> Reading:
    """Read a file given as physical lines with their line ends. Never raises."""
    starts, logical, contents = _read_lines(lines)
    built = build(logical, contents, lambda at: (), 0)
    return Reading(lines, starts, logical, contents, built.units, built.body, built.notes, built.next_key)


def _read_lines(lines: Sequence[str]) -> tuple[list[int], list[LogicalLine], list[LineIR]]:
    starts: list[int] = []
    logical: list[LogicalLine] = []
    contents: list[LineIR] = []
    at = 0
    while True:
        for start, line in logical_lines(lines, at):
            content = read_line(line.text, line.closed)
            if line.height > 1 and (hole := content.hole) is not None and hole.why == INVALID:
                cut = cut_line(lines, start, line.height)
                if cut is not None:
                    starts.append(start)
                    logical.append(cut)
                    contents.append(read_line(cut.text, False))
                    at = start + cut.height
                    break
            starts.append(start)
            logical.append(line)
            contents.append(content)
        else:
            return starts, logical, contents
