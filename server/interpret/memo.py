"""Running stretches of statements only once: what a stretch did is kept and done again where nothing changed.

A block is run in stretches of a few statements. A record of a stretch holds the state it began in, the state it
ended in and everything it left behind: events, returns, jumps, and on which definitions it rested. When the same
stretch is met again at the same place of the execution, in an equal state, with the same definitions, its record
is replayed. An edit therefore runs again what it touches and what depends on that; the run resumes behind the
last unchanged stretch and stops as soon as states agree again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..program.events import Event
from ..program.site import Site
from ..program.values import Value
from ..syntax import ir
from ..syntax.tree import Block, Statement
from .state import State

if TYPE_CHECKING:
    from .machine import Machine

LONGEST_STRETCH = 6
_COMPOUND = (ir.For, ir.While, ir.With, ir.If, ir.Try, ir.Match, ir.ClassDef)


@dataclass(slots=True)
class Journal:
    """What a stretch of execution leaves behind besides the state. `rests_on` are definitions by number."""

    rests_on: dict[int | str, object] = field(default_factory=dict["int | str", object])
    called: set[int] = field(default_factory=set[int])
    instantiated: set[int] = field(default_factory=set[int])
    captured: set[int] = field(default_factory=set[int])
    defined: dict[int, None] = field(default_factory=dict["int", "None"])
    unknowns: dict[Site, str] = field(default_factory=dict[Site, str])
    too_large: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    """Functions found too large to follow, with the depth they were called at."""

    def include(self, other: Journal) -> None:
        """Add what another stretch, which is part of this one, left behind."""
        self.rests_on.update(other.rests_on)
        self.called |= other.called
        self.instantiated |= other.instantiated
        self.captured |= other.captured
        self.defined.update(other.defined)
        self.unknowns.update(other.unknowns)
        self.too_large |= other.too_large


@dataclass(slots=True)
class Record:
    """One stretch as it was run."""

    statements: tuple[Statement, ...]
    before: State
    after: State | None
    events: list[Event]
    returns: list[tuple[State, Value]]
    breaks: list[State]
    continues: list[State]
    journal: Journal
    steps: int
    run: int


def run_block(machine: Machine, block: Block) -> None:
    """Run a block stretch by stretch."""
    if machine.frame.resume is not None or not machine.frame.module.is_root:
        # A context manager's body runs the statements of its caller as well: it cannot be kept by itself.
        # Other files are not edited here: what is kept of a statement that calls into one is enough.
        machine.run_statements(block)
        return
    for stretch in _stretches(machine, block):
        if machine.state is None:
            return
        if len(stretch) == 1 and not isinstance(stretch[0].node, _COMPOUND):
            machine.run_statements(stretch)
        else:
            _run_stretch(machine, stretch)


def _stretches(machine: Machine, block: Block) -> list[Block]:
    if not block:
        return []
    known = machine.tables.stretches.get(block[0])
    if known is None or known[0] is not block:
        known = machine.tables.stretches[block[0]] = (block, list(_cut(block)))
    return known[1]


def _cut(block: Block) -> Iterator[Block]:
    begin = 0
    for at, statement in enumerate(block):
        if isinstance(statement.node, _COMPOUND):
            if begin < at:
                yield block[begin:at]
            yield (statement,)
            begin = at + 1
        elif at - begin + 1 == LONGEST_STRETCH:
            yield block[begin : at + 1]
            begin = at + 1
    if begin < len(block):
        yield block[begin:]


def _run_stretch(machine: Machine, stretch: Block) -> None:
    key = (machine.context, stretch[0].key)
    records = machine.tables.records
    record = records.get(key)
    if record is not None and _holds(machine, record, stretch):
        _replay(machine, record)
        return
    state = machine.live()
    frame = machine.frame
    loop = frame.loops[-1] if frame.loops else None
    before, steps, events, returns = state.copy(), machine.steps, len(machine.events), len(frame.returns)
    breaks, continues = (len(loop.breaks), len(loop.continues)) if loop is not None else (0, 0)
    outer, machine.journal = machine.journal, Journal()
    try:
        machine.run_statements(stretch)
    finally:
        outer.include(machine.journal)
        journal, machine.journal = machine.journal, outer
    after = machine.now()
    records[key] = Record(
        stretch,
        before,
        None if after is None else after.copy(),
        machine.events[events:],
        [(left.copy(), value) for left, value in frame.returns[returns:]],
        [left.copy() for left in loop.breaks[breaks:]] if loop is not None else [],
        [left.copy() for left in loop.continues[continues:]] if loop is not None else [],
        journal,
        machine.steps - steps,
        machine.tables.run,
    )


def _holds(machine: Machine, record: Record, stretch: Block) -> bool:
    """Whether running the stretch now would do just what the record says."""
    if len(record.statements) != len(stretch):
        return False
    for mine, theirs in zip(record.statements, stretch):
        if mine is not theirs:
            return False
    definitions = machine.tables.definitions
    for number, definition in record.journal.rests_on.items():
        if definitions.get(number) is not definition:
            return False
    return record.before == machine.state


def _replay(machine: Machine, record: Record) -> None:
    record.run = machine.tables.run
    machine.steps += record.steps
    machine.events.extend(record.events)
    machine.journal.include(record.journal)
    for number, depth in record.journal.too_large:
        machine.tables.note_too_large(number, depth)
    frame = machine.frame
    frame.returns.extend([(left.copy(), value) for left, value in record.returns])
    if frame.loops:
        frame.loops[-1].breaks.extend([left.copy() for left in record.breaks])
        frame.loops[-1].continues.extend([left.copy() for left in record.continues])
    machine.state = None if record.after is None else record.after.copy()


def forget_unused(records: dict[tuple[int, int], Record], run: int) -> None:
    """Drop the records that the last two runs did not meet."""
    for key in [key for key, record in records.items() if record.run < run - 1]:
        del records[key]
