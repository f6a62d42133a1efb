"""Names and attributes that are read although nothing on the way has given them a value."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from ..program.events import UsedUnbound
from ..program.facts import Instance, Model
from ..program.site import Site
from ..program.values import Class, Reference, Value
from ..semantics.scopes import statements_of
from ..semantics.spelling import text_of
from ..syntax import ir
from ..syntax.scan import walk
from ..syntax.tree import Block, Statement
from .classes import find_member
from .machine import Machine

ANY_NAME = "*"
"""Among the uncertain names of a state: any name may have been bound by means that cannot be followed."""


@contextmanager
def prepared_for_errors(machine: Machine) -> Generator[None, None, None]:
    """Within `try` with a handler: what has no value yet may be meant to raise."""
    state = machine.live()
    before = state.uncertain_names
    state.uncertain_names = before | {ANY_NAME}
    yield
    if machine.state is not None and ANY_NAME not in before:
        machine.state.uncertain_names -= {ANY_NAME}


def names_written_otherwise(machine: Machine) -> None:
    """`exec`, `globals()` and their kind: from now on any name may have a value."""
    machine.live().uncertain_names |= {ANY_NAME}


def unbound_name(machine: Machine, name: str, node: int, bound_at: int | None) -> Value:
    """A variable of the scope that has no value yet: certain, since nothing on the way bound it."""
    module = machine.frame.module
    uncertain = machine.live().uncertain_names
    if name not in uncertain and ANY_NAME not in uncertain and not module.scope.imports_star:
        place = Site(module.path, bound_at) if bound_at is not None else None
        local = machine.frame.id != module.frame and machine.frame.scope.binds(name)
        machine.record(UsedUnbound(*machine.place(node), name, place, local))
    return machine.unknown(f"`{name}` has no value yet", node)


def missing_member(machine: Machine, owner: Reference, name: str, expr: ir.Attribute) -> Value:
    """An attribute that nothing has set; certain where the method that reads it sets it further down."""
    place = text_of(expr)
    function = machine.frame.function
    facts = machine.facts(owner)
    if (
        place
        and function is not None
        and machine.frame.receiver == owner
        and isinstance(facts, Model | Instance)
        and isinstance(facts.class_, Class)
        and ANY_NAME not in machine.live().uncertain_names
        and find_member(machine, facts.class_, "__getattr__") is None
        and not _asks(function.body)
    ):
        machine.journal.rests_on[machine.tables.number(("function", function.site))] = function
        later = _set_later(function.body, machine.statement, place)
        if later is not None:
            site = Site(machine.frame.module.path, later.key)
            machine.record(UsedUnbound(*machine.place(expr.n), place, site, certain=not facts.escaped))
    return machine.unknown(f"`{name}` is not set where this can be seen", expr.n)


def _set_later(block: Block, statement: Statement | None, place: str) -> Statement | None:
    """The first statement behind another one of a function that sets an attribute."""
    passed = False
    for other in statements_of(block):
        node = other.node
        if passed and isinstance(node, ir.Assign) and any(text_of(target) == place for target in node.targets):
            return other
        passed = passed or other is statement
    return None


def _asks(block: Block) -> bool:
    """Whether a function asks for attributes by name, and so may know that they are missing."""
    return any(
        isinstance(part, ir.Name) and part.id in ("hasattr", "getattr", "setattr", "vars", "__dict__")
        for statement in statements_of(block)
        for part in walk(statement.node)
    )
