"""Where statements and their nodes stand in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text.span import Position, Span
from . import ir
from .lines import indentation

if TYPE_CHECKING:
    from .reading import Reading
    from .tree import Statement


def span_of(reading: Reading, key: int, n: int = 0) -> Span:
    """The span of node `n` of a statement; 0 is the statement itself as in `statement_span`.

    Where the text is beyond libcst, the span is that of the logical line. Raises KeyError for an unknown key.
    """
    if n == 0:
        return statement_span(reading, key)
    place = reading.place(key)
    offsets = _offsets(reading, place.line)
    if offsets is None or n >= len(offsets):
        return line_span(reading, place.line)
    return _span(reading, place.line, *offsets[n])


def statement_span(reading: Reading, key: int) -> Span:
    """The span of a statement; of a compound statement its header up to the colon, without decorators.

    Raises KeyError for an unknown key.
    """
    place = reading.place(key)
    text = reading.logical[place.line].text
    unit = reading.units[place.line]
    if len(unit) == 1 and text[-1] != ";" and (text[-1] == ":" or reading.contents[place.line].header is None):
        return line_span(reading, place.line)
    offsets = _offsets(reading, place.line)
    if offsets is None:
        return line_span(reading, place.line)
    return _span(reading, place.line, *offsets[unit[place.ordinal].node.n])


def whole_span(reading: Reading, key: int) -> Span:
    """The span of a statement with its decorators and suites. Raises KeyError for an unknown key."""
    statement = reading.statement(key)
    first = statement.decorators[0] if statement.decorators else statement
    last = last_inside(statement)
    return Span(statement_span(reading, first.key).start, statement_span(reading, last.key).end)


def last_inside(statement: Statement) -> Statement:
    """The statement at the very end of the suites of a statement; itself if it has none."""
    while True:
        suite = statement.final or statement.orelse or statement.handlers or statement.body
        if not suite:
            return statement
        statement = suite[-1]


def line_span(reading: Reading, line: int) -> Span:
    """The span of a logical line without its indentation and its comment."""
    return _span(reading, line, 0, len(reading.logical[line].text))


def _offsets(reading: Reading, line: int) -> tuple[tuple[int, int], ...] | None:
    """Where the nodes of a logical line stand in its text; None for a hole, which libcst must not see again."""
    from .offsets import node_offsets

    if reading.contents[line].hole is not None:
        return None
    unit = reading.units[line]
    text = reading.logical[line].text
    as_case = not text.startswith("case") or bool(unit and isinstance(unit[0].node, (ir.Case, ir.Hole)))
    return node_offsets(text, as_case)


def _span(reading: Reading, line: int, start: int, end: int) -> Span:
    text = reading.logical[line].text
    first = reading.starts[line]
    indent = len(indentation(reading.lines[first]))
    return Span(_position(text, first, indent, start), _position(text, first, indent, end))


def _position(text: str, first: int, indent: int, offset: int) -> Position:
    row = text.count("\n", 0, offset)
    if row == 0:
        return Position(first, indent + offset)
    return Position(first + row, offset - text.rfind("\n", 0, offset) - 1)
