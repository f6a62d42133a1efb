"""Replacing the statement of one logical line in a reading whose blocks otherwise stay as they are."""

from __future__ import annotations

from . import ir
from .blocks import Unit
from .enclosing import way_to
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
    found = way_to(old, at) if new else None
    if not new or found is None:
        return None
    steps, block, last = found
    begin = last + 1 - len(unit)
    if begin < 0 or block[begin : last + 1] != unit:
        return None
    units = old.units.copy()
    if all(mine is theirs for mine, theirs in zip(new, unit)):
        contents[at] = old.contents[at]
        return Reading(
            lines, starts, logical, contents, units, old.body, old.remarks, distant, old.next_key, old.lines_of_keys
        )
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
    next_key = old.next_key if len(new) == len(unit) else old.next_key + len(new)
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
        if len(unit) != len(after.simple):
            return tuple([Statement(key + place, node) for place, node in enumerate(after.simple)])
        return tuple([_renewed(former, node) for former, node in zip(unit, after.simple)])
    if before.header is None or after.header is None or before.simple or after.simple:
        return ()
    if type(before.header) is not type(after.header) or isinstance(after.header, (ir.Hole, ir.Clause)):
        return ()
    if before.opens != after.opens or before.clause != after.clause or unit[0].node is not before.header:
        return ()
    former = unit[0]
    return (
        Statement(
            former.key, after.header, former.body, former.orelse, former.handlers, former.final, former.decorators
        ),
    )  # fmt: skip


def _renewed(former: Statement, node: ir.Simple) -> Statement:
    """The statement as it is now. A text that nothing uses, such as a docstring, is the same whatever it says."""
    if _is_bare_text(former.node) and _is_bare_text(node):
        return former
    return Statement(former.key, node)


def _is_bare_text(node: ir.Node) -> bool:
    return isinstance(node, ir.Evaluate) and isinstance(node.value, ir.Constant) and node.value.kind == "str"


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
