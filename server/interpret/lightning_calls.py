"""Calling the hooks of a LightningModule or data module as the Trainer does (lightning 2.6.6)."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from ..program.events import HookCall
from ..program.facts import Instance, Model
from ..program.site import Site
from ..program.values import Class, Constant, Function, Reference, Unknown, Value
from ..pytorch import lookup
from ..pytorch.facts import Hook
from ..semantics.scopes import names_bound, statements_of
from ..semantics.spelling import text_of
from ..syntax import ir
from ..syntax.tree import Statement
from .alone import run_alone
from .classes import find_member
from .frames import Frame, Loop
from .lightning_optimizers import Configured
from .loops import MOST_ROUNDS
from .machine import Machine
from .tables import FunctionDefinition

_COUNTERS = frozenset({"batch_idx", "epoch", "dataloader_idx"})


@dataclass(slots=True)
class Run:
    """One use of a Trainer: the module, perhaps a data module, and the visible calls around it."""

    module: Reference
    data: Reference | None
    key: Hashable
    trail: tuple[Site, ...]
    automatic: bool | None = None
    late: bool = False
    stage: str = "fit"
    optimizers: Configured = field(default_factory=Configured)
    batch: Reference | None = None
    """What `training_step` gets, if that is known."""


@dataclass(slots=True)
class Called:
    """What a hook gave, and the frame that it ran in."""

    value: Value
    frame: Frame


def member_of(machine: Machine, receiver: Reference, name: str) -> Function | None:
    """The visible method of an object's class."""
    facts = machine.facts(receiver)
    class_ = facts.class_ if isinstance(facts, Model | Instance) else None
    member = find_member(machine, class_, name) if isinstance(class_, Class) else None
    return member if isinstance(member, Function) else None


def call_hook(
    machine: Machine, run: Run, name: str, again: bool = False, given: Mapping[str, Value] | None = None
) -> Called | None:
    """Call a hook of the data module and of the module; None where neither has it.

    `given` are arguments by the names that Lightning has for them.
    """
    result = None
    for receiver in (run.data, run.module):
        member = None if receiver is None or machine.state is None else member_of(machine, receiver, name)
        if member is not None and receiver is not None:
            result = _call_member(machine, run, receiver, name, member, again, given or {})
    return result


def _call_member(
    machine: Machine,
    run: Run,
    receiver: Reference,
    name: str,
    member: Function,
    again: bool,
    given: Mapping[str, Value],
) -> Called:
    definition = machine.function(member.id)
    hook = HookCall(name, run.module.object, run.automatic, run.late)
    row = lookup.method("lightning_module", name)
    known: dict[str, Value] = {"stage": Constant("str", run.stage), **dict.fromkeys(_COUNTERS, Unknown("a counter"))}
    arguments = _positions({**known, **given}, row) if isinstance(row, Hook) else {}
    loop = _loop(definition, row, again) if isinstance(row, Hook) else None
    elsewhere = definition.module.path != machine.root
    # What another file does in its hooks is told when that file is looked at.
    machine.quiet += elsewhere
    context, machine.context = machine.context, machine.tables.number((machine.context, hook))
    try:
        value, frame = run_alone(
            machine, member.id, receiver, key=run.key, given=arguments, trail=run.trail, loop=loop, repeats=again,
            lightning=hook,
        )  # fmt: skip
    finally:
        machine.context = context
        machine.quiet -= elsewhere
    return Called(value, frame)


def _positions(given: Mapping[str, Value], row: Hook) -> dict[int, Value]:
    """Arguments by position, since a hook's author may call them otherwise than Lightning does."""
    return {index + 1: given[parameter] for index, parameter in enumerate(row.signature) if parameter in given}


def _loop(definition: FunctionDefinition, row: Hook, again: bool) -> Loop | None:
    """The Trainer's loop around a hook that is called for each batch or epoch."""
    if row.phase not in ("batch", "epoch", "optimize"):
        return None
    parameters = zip(definition.parameters[1:], row.signature, strict=False)
    counters = frozenset(parameter.name for parameter, meant in parameters if meant in _COUNTERS)
    written = frozenset(name for statement in statements_of(definition.body) for name in names_bound(statement.node))
    return Loop(definition.site, frozenset(), counters, written, again=again)


def repeat(machine: Machine, key: str, once: Callable[[bool], object]) -> None:
    """Do something once, then again and again until nothing new is learnt."""
    context = machine.context
    machine.context = machine.tables.number((context, key, 0))
    once(False)
    head = machine.state
    for round_ in range(1, MOST_ROUNDS + 1):
        if head is None:
            break
        mark = len(machine.events)
        machine.state = head.copy()
        machine.context = machine.tables.number((context, key, round_))
        once(True)
        joined = machine.join(head, machine.state, both_happen=True)
        if joined is None or joined == head or round_ == MOST_ROUNDS:
            break
        head = joined
        del machine.events[mark:]
    machine.context = context


@contextmanager
def by_trainer(machine: Machine, run: Run, frame: Frame, name: str) -> Generator[int, None, None]:
    """Do what the Trainer does of itself when a method is through: it is told at what the method returns.

    Gives the node there.
    """
    definition = frame.function
    assert definition is not None
    returned = returned_by(definition)
    caller, statement = machine.frame, machine.statement
    elsewhere = definition.module.path != machine.root
    frame.lightning = HookCall(name, run.module.object, run.automatic, run.late, by_trainer=True)
    machine.frame = frame
    machine.statement = definition.statement if returned is None else returned[0]
    machine.quiet += elsewhere
    try:
        yield 0 if returned is None else returned[1].n
    finally:
        machine.quiet -= elsewhere
        machine.frame, machine.statement = caller, statement


def returned_by(definition: FunctionDefinition) -> tuple[Statement, ir.Expr] | None:
    """The only statement of a function that returns something, and what it returns."""
    found: list[tuple[Statement, ir.Expr]] = []
    for statement in statements_of(definition.body):
        node = statement.node
        if isinstance(node, ir.Return) and node.value is not None:
            found.append((statement, _loss_in(node.value)))
    return found[0] if len(found) == 1 else None


def _loss_in(expr: ir.Expr) -> ir.Expr:
    """The loss in a dict as `training_step` may return it; anything else itself."""
    if isinstance(expr, ir.Dict):
        for key, value in expr.items:
            if isinstance(key, ir.Constant) and key.value == "loss":
                return value
    return expr


def name_returned(frame: Frame) -> str:
    """What a method returns, if that is a name."""
    found = None if frame.function is None else returned_by(frame.function)
    return "" if found is None else text_of(found[1])
