"""Replacing the statement of one logical line in a reading whose blocks otherwise stay as they are."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from . import ir
from .blocks import Unit
from .line import LineIR
from .lines import LogicalLine
from .reading import Reading
from .tree import Block, Statement


def replaced(
    old: Reading,
    lines: list[str],
    starts: list[int],
    logical: list[LogicalLine],
    contents: list[LineIR],
    distant: list[int],
    at: int,
) -> Reading | None:
    """The reading with logical line `at` exchanged; None if that may change the blocks around it."""
    unit = old.units[at]
    if logical[at].indent != old.logical[at].indent or not unit or any(place == at for place, _ in old.remarks):
        return None
    new = _new_unit(old, logical, contents, at)
    found = _find(old, at) if new else None
    if not new or found is None:
        return None
    steps, block, last = found
    begin = last + 1 - len(unit)
    if begin < 0 or block[begin : last + 1] != unit:
        return None
    units = old.units.copy()
    units[at] = new
    block = block[:begin] + new + block[last + 1 :]
    for step in reversed(steps):
        outer = _with_block(step.statement, step.slot, block)
        line = old.logical_line_of(outer.key)
        units[line] = tuple([outer if inner is step.statement else inner for inner in units[line]])
        block = (*step.block[: step.place], outer, *step.block[step.place + 1 :])
    keys = (old.lines_of_keys or {}).copy()
    for statement in unit:
        del keys[statement.key]
    for statement in new:
        keys[statement.key] = at
    next_key = old.next_key + len(new)
    return Reading(lines, starts, logical, contents, units, block, old.remarks, distant, next_key, keys)


def _new_unit(old: Reading, logical: list[LogicalLine], contents: list[LineIR], at: int) -> Unit:
    """The statements of the new line; empty if it does not stand as the old one stood."""
    before, after = old.contents[at], contents[at]
    unit = old.units[at]
    key = old.next_key
    if before.header is None and after.header is None:
        if len(unit) != len(before.simple) or any(
            statement.node is not node or statement.decorators for statement, node in zip(unit, before.simple)
        ):
            return ()
        if at and isinstance(contents[at - 1].header, ir.Decorator):
            return ()
        if after.hole is not None and at + 1 < len(logical) and logical[at + 1].indent > logical[at].indent:
            return ()
        return tuple([Statement(key + place, node) for place, node in enumerate(after.simple)])
    if before.header is None or after.header is None or before.simple or after.simple:
        return ()
    if type(before.header) is not type(after.header) or isinstance(after.header, (ir.Hole, ir.Clause)):
        return ()
    if before.opens != after.opens or before.clause != after.clause or unit[0].node is not before.header:
        return ()
    former = unit[0]
    return (
        Statement(
            key, after.header, former.body, former.orelse, former.handlers, former.final, former.decorators
        ),
    )  # fmt: skip


class _Step(NamedTuple):
    block: Block
    place: int
    statement: Statement
    slot: str


def _find(reading: Reading, at: int) -> tuple[list[_Step], Block, int] | None:
    """The way from the outermost block to that of the last statement of logical line `at`, and its place there."""

    def first_line(statement: Statement) -> int:
        outermost = statement.decorators[0] if statement.decorators else statement
        return reading.logical_line_of(outermost.key)

    steps: list[_Step] = []
    block = reading.body
    while True:
        place = bisect_right(block, at, key=first_line) - 1
        if place < 0:
            return None
        statement = block[place]
        if reading.logical_line_of(statement.key) == at:
            return steps, block, place
        inside = [(slot, inner) for slot, inner in _blocks(statement) if inner and first_line(inner[0]) <= at]
        if not inside:
            return None
        slot, inner = inside[-1]
        steps.append(_Step(block, place, statement, slot))
        block = inner


def _blocks(statement: Statement) -> tuple[tuple[str, Block], ...]:
    return (
        ("decorators", statement.decorators),
        ("body", statement.body),
        ("handlers", statement.handlers),
        ("orelse", statement.orelse),
        ("final", statement.final),
    )


def _with_block(statement: Statement, slot: str, block: Block) -> Statement:
    def chosen(name: str, former: Block) -> Block:
        return block if name == slot else former

    return Statement(
        statement.key,
        statement.node,
        chosen("body", statement.body),
        chosen("orelse", statement.orelse),
        chosen("handlers", statement.handlers),
        chosen("final", statement.final),
        chosen("decorators", statement.decorators),
    )
