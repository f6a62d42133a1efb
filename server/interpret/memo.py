"""Running stretches of statements only once: what a stretch did is kept and done again where nothing changed.

A block is run in stretches of a few statements. A record of a stretch holds the state it began in, the state it
ended in and everything it left behind: events, returns, jumps, and on which definitions and texts it rested. When
the same stretch is met again at the same place of the execution, with the same definitions, in a state that is
equal as far as the stretch can read it (`footprint`), its record is replayed. An edit therefore runs again what it
touches and what depends on that. Iterations of a loop after the first share their records too.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from ..program.events import Event
from ..program.facts import Optimizer
from ..program.site import Site
from ..program.values import Value
from ..semantics.scopes import Scope
from ..syntax import ir
from ..syntax.complete import PLACEHOLDER
from ..syntax.tree import Block, Statement
from .footprint import (
    Delta,
    delta,
    difference,
    holds_module,
    holds_optimizer,
    names_in_expression,
    names_of,
    names_one_of,
    reachable,
)
from .state import State
from .tables import ClassDefinition, FunctionDefinition, Tables, Text

if TYPE_CHECKING:
    from .machine import Machine


WORTH_LOOKING = 6
"""Steps: what takes fewer is run sooner than it is found out whether it has to be."""
LONGEST_STRETCH = 3
_COMPOUND = (ir.For, ir.While, ir.With, ir.If, ir.Try, ir.Match, ir.ClassDef)


@dataclass(slots=True)
class Journal:
    """What a stretch of execution leaves behind besides the state. `rests_on` are definitions by number."""

    rests_on: dict[int | str, object] = field(default_factory=lambda: {})
    called: set[int] = field(default_factory=lambda: set())
    instantiated: set[int] = field(default_factory=lambda: set())
    captured: set[int] = field(default_factory=lambda: set())
    defined: dict[int, FunctionDefinition | ClassDefinition] = field(default_factory=lambda: {})
    class_statements: dict[int, Statement] = field(default_factory=lambda: {})
    unknowns: dict[Site, str] = field(default_factory=lambda: {})
    too_large: set[tuple[int, int]] = field(default_factory=lambda: set())
    """Functions found too large to follow, with the depth they were called at."""
    consulted: dict[Text, frozenset[str]] = field(default_factory=lambda: {})
    """How names are used in the text around, where that was asked for."""
    allocated: set[int] = field(default_factory=lambda: set())
    sought: set[int] = field(default_factory=lambda: set())
    """Objects for which a variable was looked for that holds them."""
    saw_optimizers: bool = False
    """All optimizers were looked at."""
    saw_modules: bool = False
    """All models were looked at, and what they are part of."""
    saw_everything: bool = False
    """The whole state was looked at."""

    def include(self, other: Journal) -> None:
        """Add what another stretch, which is part of this one, left behind."""
        self.rests_on.update(other.rests_on)
        self.called |= other.called
        self.instantiated |= other.instantiated
        self.captured |= other.captured
        self.defined.update(other.defined)
        self.class_statements.update(other.class_statements)
        self.unknowns.update(other.unknowns)
        self.too_large |= other.too_large
        self.consulted.update(other.consulted)
        self.allocated |= other.allocated
        self.sought |= other.sought
        self.saw_optimizers |= other.saw_optimizers
        self.saw_modules |= other.saw_modules
        self.saw_everything |= other.saw_everything


@dataclass(slots=True)
class Record:
    """One stretch as it was run. `outlives` are the variables that outlive an iteration of the loop around."""

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
    scope: Scope
    outlives: frozenset[str]
    is_part: bool = False
    footprint: Footprint | None = None
    deltas: dict[int, Delta] = field(default_factory=lambda: {})


@dataclass(slots=True)
class Footprint:
    """What the run of a stretch may have read."""

    names: set[str]
    objects: set[int] | None = None


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
    frame = machine.frame
    first = stretch[0].key
    loop = frame.loops[-1].site if frame.loops else None
    kind = (frame.id, machine.hush(), machine.repeating(), loop, frame.lightning, first)
    _keep(machine, (machine.context, first), kind, stretch, machine.run_statements)


def run_part(machine: Machine, place: Hashable, statement: Statement, run: Callable[[Block], None]) -> None:
    """Run something that no statement runs, such as a function that nothing calls, or replay its record.

    `place` tells apart what is run, and holds whatever it rests on beside the state and the text of the statement.
    """
    key = (machine.tables.number(("part", machine.context, place)), statement.key)
    _keep(machine, key, None, (statement,), run)


def _keep(machine: Machine, key: tuple[int, int], kind: Hashable, stretch: Block, run: Callable[[Block], None]) -> None:
    """Run a stretch, unless there is a record of it that holds; `kind` is that of stretches like it, if any can be."""
    frame = machine.frame
    records, kin = machine.tables.records, machine.tables.kin
    record = records.get(key)
    if record is not None and _rests_on_the_same(machine, record, stretch) and _replayed(machine, record, key):
        return
    other = None if kind is None else kin.get(kind)
    known = other is not None and other is not record and _rests_on_the_same(machine, other, stretch)
    if known and other is not None and _replayed(machine, other, key):
        return
    former = machine.tables.former.get(key)
    if (
        former is not None
        and _rests_on_the_same(machine, former, stretch)
        and _replayed(machine, former, key, exact=True)
    ):
        return
    state = machine.live()
    loop = frame.loops[-1] if frame.loops else None
    before, steps, events, returns = state.copy(), machine.all_steps(), len(machine.events), len(frame.returns)
    breaks, continues = (len(loop.breaks), len(loop.continues)) if loop is not None else (0, 0)
    outer, machine.journal = machine.journal, Journal()
    try:
        run(stretch)
    finally:
        outer.include(machine.journal)
        journal, machine.journal = machine.journal, outer
    after = machine.now()
    if record is not None:
        machine.tables.former[key] = record
    record = records[key] = Record(
        stretch,
        before,
        None if after is None else after.copy(),
        machine.events[events:],
        [(left.copy(), value) for left, value in frame.returns[returns:]],
        [left.copy() for left in loop.breaks[breaks:]] if loop is not None else [],
        [left.copy() for left in loop.continues[continues:]] if loop is not None else [],
        journal,
        machine.all_steps() - steps,
        machine.tables.run,
        frame.scope,
        frozenset() if loop is None else loop.outlives,
        kind is None,
    )
    if kind is not None:
        kin[kind] = record


def _rests_on_the_same(machine: Machine, record: Record, stretch: Block) -> bool:
    """Whether statements, definitions and texts are those that the record rests on."""
    if len(record.statements) != len(stretch):
        return False
    for mine, theirs in zip(record.statements, stretch):
        if mine is not theirs:
            return False
    definitions = machine.tables.definitions
    for number, definition in record.journal.rests_on.items():
        if definitions.get(number) is not definition:
            return False
    if any(machine.tables.uses_at(text) != uses for text, uses in record.journal.consulted.items()):
        return False
    scope = machine.frame.scope
    if record.scope is not scope:
        changed = record.scope.differs_from(scope)
        if changed and changed & _footprint(record).names:
            return False
    return True


def _footprint(record: Record) -> Footprint:
    known = record.footprint
    if known is None:
        known = record.footprint = Footprint(_names(record))
    return known


def _names(record: Record) -> set[str]:
    names = names_of(record.statements)
    names.add(PLACEHOLDER)
    for definition in record.journal.rests_on.values():
        if isinstance(definition, FunctionDefinition):
            names |= names_of(definition.body)
            names |= {parameter.name for parameter in definition.parameters}
            for parameter in definition.parameters:
                if parameter.default is not None:
                    names |= names_in_expression(parameter.default)
            if definition.expression is not None:
                names |= names_in_expression(definition.expression)
        elif isinstance(definition, tuple):
            names |= names_of(cast("Block", definition))
    for state in _ends(record):
        names |= _delta(record, state).names()
    return names


def _ends(record: Record) -> list[State]:
    ends = [left for left, _ in record.returns] + record.breaks + record.continues
    return ends if record.after is None else [*ends, record.after]


def _delta(record: Record, end: State) -> Delta:
    known = record.deltas.get(id(end))
    if known is None:
        known = record.deltas[id(end)] = delta(record.before, end)
    return known


def _unread(machine: Machine, record: Record, state: State) -> bool:
    """Whether the state differs from that of the record only where the stretch does not look."""
    journal, both = record.journal, (record.before, state)
    if record.steps < WORTH_LOOKING or journal.saw_everything:
        return False
    differs = difference(record.before, state)
    if differs is None:
        return False
    footprint = _footprint(record)
    if differs.names & footprint.names:
        return False
    if journal.sought and any(names_one_of(each, differs.names, journal.sought) for each in both):
        return False
    loops = machine.frame.loops
    outlives = loops[-1].outlives if loops else frozenset[str]()
    if record.outlives is not outlives and (record.outlives ^ outlives) & footprint.names:
        return False
    if not differs.objects:
        return True
    if journal.saw_optimizers and any(holds_optimizer(each, differs.objects) for each in both):
        return False
    if journal.saw_modules and any(holds_module(each, differs.objects) for each in both):
        return False
    if footprint.objects is None:
        footprint.objects = _objects(record, footprint.names, differs.objects)
        return footprint.objects is not None
    return not differs.objects & footprint.objects


def _objects(record: Record, names: set[str], targets: set[int]) -> set[int] | None:
    roots: list[object] = list(record.journal.allocated)
    for definition in record.journal.rests_on.values():
        if isinstance(definition, ClassDefinition):
            roots += definition.members.values()
    for end in _ends(record):
        roots += _delta(record, end).objects()
    if record.journal.saw_optimizers:
        roots += [number for number, facts in record.before.heap.items() if isinstance(facts, Optimizer)]
    return reachable(record.before, names, roots, targets)


def _replayed(machine: Machine, record: Record, key: tuple[int, int], *, exact: bool = False) -> bool:
    """Do again what the record says, where that is what running its stretch would do.

    `exact` asks for the very state that the record began in.
    """
    state = machine.live()
    same = record.before == state
    if not same and (exact or not _unread(machine, record, state)):
        return False

    def end(recorded: State) -> State:
        return recorded.copy() if same else _delta(record, recorded).applied(state)

    record.run = machine.tables.run
    if exact:
        machine.tables.former[key] = machine.tables.records[key]
    machine.tables.records[key] = record
    if record.is_part:
        machine.steps_before += record.steps
    else:
        machine.steps += record.steps
    machine.events.extend(record.events)
    machine.tables.define_again(record.journal.defined, record.journal.class_statements)
    machine.journal.include(record.journal)
    for number, depth in record.journal.too_large:
        machine.tables.note_too_large(number, depth)
    frame = machine.frame
    frame.returns.extend([(end(left), value) for left, value in record.returns])
    if frame.loops:
        frame.loops[-1].breaks.extend([end(left) for left in record.breaks])
        frame.loops[-1].continues.extend([end(left) for left in record.continues])
    machine.state = None if record.after is None else end(record.after)
    return True


RUNS_KEPT = 100
"""So many runs a record is kept that none of them meets: what is part of a longer stretch is not met as long as that is replayed."""


def forget_unused(tables: Tables) -> None:
    """Drop, now and then, the records that the last runs did not meet."""
    run = tables.run
    if run % RUNS_KEPT == 0:
        tables.records = {key: record for key, record in tables.records.items() if record.run >= run - RUNS_KEPT}
        tables.former = {key: record for key, record in tables.former.items() if key in tables.records}
        tables.kin = {key: record for key, record in tables.kin.items() if record.run >= run - RUNS_KEPT}
