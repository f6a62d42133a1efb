"""A file as it was read: physical lines, logical lines and the tree of statements.

Reading never fails: what cannot be read becomes a hole and leaves a note.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from . import ir
from .blocks import Unit
from .line import LineIR
from .lines import LogicalLine
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
    """One version of one file. Nothing in it changes but what is computed when first asked for.

    The lists `starts` (physical line of the beginning), `logical`, `contents` and `units` (the statements that begin
    there) have an entry for each logical line. `remarks` are notes with the number of the logical line, `distant`
    the logical lines whose end was decided by lines below them.
    """

    lines: list[str]
    starts: list[int]
    logical: list[LogicalLine]
    contents: list[LineIR]
    units: list[Unit]
    body: Block
    remarks: list[tuple[int, str]]
    distant: list[int]
    next_key: int
    lines_of_keys: dict[int, int] | None = None

    def logical_line_of(self, key: int) -> int:
        """The number of the logical line on which a statement begins. Raises KeyError."""
        return self._lines_by_key()[key]

    def has(self, key: int) -> bool:
        """Whether there is a statement with this key."""
        return key in self._lines_by_key()

    def _lines_by_key(self) -> dict[int, int]:
        if self.lines_of_keys is None:
            self.lines_of_keys = {statement.key: line for line, unit in enumerate(self.units) for statement in unit}
        return self.lines_of_keys

    def place(self, key: int) -> StatementPlace:
        """Where the statement with this key stands. Raises KeyError."""
        line = self.logical_line_of(key)
        for ordinal, statement in enumerate(self.units[line]):
            if statement.key == key:
                return StatementPlace(line, ordinal)
        raise KeyError(key)

    def statement(self, key: int) -> Statement:
        """The statement with this key. Raises KeyError."""
        line, ordinal = self.place(key)
        return self.units[line][ordinal]

    def line_of(self, key: int) -> int:
        """The physical line on which the statement with this key begins. Raises KeyError."""
        return self.starts[self.logical_line_of(key)]

    def logical_line_at(self, line: int) -> int | None:
        """The number of the logical line that covers a physical line, if one does."""
        at = bisect_right(self.starts, line) - 1
        return at if at >= 0 and line < self.starts[at] + self.logical[at].height else None

    @property
    def holes(self) -> tuple[Statement, ...]:
        """The statements that could not be read, in the order of the file."""
        return tuple([statement for unit in self.units for statement in unit if isinstance(statement.node, ir.Hole)])

    @property
    def notes(self) -> tuple[Note, ...]:
        """Everything that could not be read as it stands, in the order of the file."""
        notes = {Note(self.starts[at], message) for at, message in self.remarks}
        hole = ir.Hole
        found = [
            (at, node.why) for at, unit in enumerate(self.units) for each in unit if type(node := each.node) is hole
        ]
        notes.update([Note(self.starts[at], why) for at, why in found])
        return tuple(sorted(notes))
