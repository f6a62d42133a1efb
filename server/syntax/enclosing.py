"""From a statement outwards: the blocks and statements around it, found from the top without a search."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from . import ir
from .reading import Reading
from .tree import Block, Statement


class Step(NamedTuple):
    """One step inwards: from `block`, through its statement at `place`, into the suite `slot` of that."""

    block: Block
    place: int
    statement: Statement
    slot: str


def enclosing(reading: Reading, key: int) -> tuple[Statement, ...]:
    """The statements in whose suites a statement stands, outermost first. Raises KeyError for an unknown key."""
    steps, _ = _way_to_statement(reading, key)
    return tuple([step.statement for step in steps if step.slot != "decorators"])


def block_of(reading: Reading, key: int) -> Block:
    """The block that a statement stands in. Raises KeyError for an unknown key."""
    return _way_to_statement(reading, key)[1]


def definition_at(reading: Reading, line: int) -> int | None:
    """The key of the outermost function or class that a physical line belongs to; None outside of all.

    A line that begins no statement, such as an empty one, belongs to the statement above it.
    """
    at = bisect_right(reading.starts, line) - 1

    def first_line(statement: Statement) -> int:
        return _first_line(reading, statement)

    block = reading.body
    while place := bisect_right(block, at, key=first_line):
        statement = block[place - 1]
        node = statement.node.guess if isinstance(statement.node, ir.Hole) else statement.node
        if isinstance(node, ir.FunctionDef | ir.ClassDef):
            return statement.key
        inside = [suite for _, suite in suites_of(statement) if suite and first_line(suite[0]) <= at]
        block = inside[-1] if inside else ()
    return None


def _way_to_statement(reading: Reading, key: int) -> tuple[list[Step], Block]:
    line, ordinal = reading.place(key)
    found = way_to(reading, line)
    if found is None:
        raise KeyError(key)
    steps, block, place = found
    statement = reading.units[line][ordinal]
    if statement not in block:
        # It shares its line with a header.
        header = block[place]
        slot, suite = next((slot, suite) for slot, suite in suites_of(header) if statement in suite)
        return [*steps, Step(block, place, header, slot)], suite
    return steps, block


def way_to(reading: Reading, line: int) -> tuple[list[Step], Block, int] | None:
    """The way to the last statement that begins on a logical line: the steps, its block and its place there."""

    def first_line(statement: Statement) -> int:
        return _first_line(reading, statement)

    steps: list[Step] = []
    block = reading.body
    while True:
        place = bisect_right(block, line, key=first_line) - 1
        if place < 0:
            return None
        statement = block[place]
        if reading.logical_line_of(statement.key) == line:
            return steps, block, place
        inside = [(slot, suite) for slot, suite in suites_of(statement) if suite and first_line(suite[0]) <= line]
        if not inside:
            return None
        slot, suite = inside[-1]
        steps.append(Step(block, place, statement, slot))
        block = suite


def _first_line(reading: Reading, statement: Statement) -> int:
    outermost = statement.decorators[0] if statement.decorators else statement
    return reading.logical_line_of(outermost.key)


def suites_of(statement: Statement) -> tuple[tuple[str, Block], ...]:
    """The blocks of a statement, decorators included, with their names, in the order of the text."""
    return (
        ("decorators", statement.decorators),
        ("body", statement.body),
        ("handlers", statement.handlers),
        ("orelse", statement.orelse),
        ("final", statement.final),
    )
