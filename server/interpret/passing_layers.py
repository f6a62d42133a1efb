"""Layers that live for one call only: built in `forward`, and called there."""

from __future__ import annotations

from ..program.facts import Model
from ..program.module_events import BuiltInForward
from ..program.values import External, Reference, Value
from ..semantics.scopes import statements_of
from .machine import Machine
from .reach import parts_of


def built_here(machine: Machine, called: Reference, facts: Model) -> bool:
    """Whether a layer of the library was built in the `forward` that is running, and is kept nowhere in its module."""
    frame = machine.frame
    function, site = frame.function, facts.site
    if machine.quiet or function is None or function.name != "forward" or function.owner is None:
        return False
    if site.module != frame.module.path or not isinstance(facts.class_, External) or facts.frozen is not False:
        return False
    owner: Value | None = frame.receiver
    if not isinstance(owner, Reference) or machine.model(owner) is None:
        return False
    if all(statement.key != site.statement for statement in statements_of(function.body)):
        return False
    return called.object not in parts_of(machine, owner.object)


def note_built_here(
    machine: Machine, called: Reference, facts: Model, has_parameters: bool | None, minds: bool | None, node: int
) -> None:
    """Note that such a layer is called; whether it has parameters and depends on the mode is said by the caller."""
    class_ = facts.class_.name if isinstance(facts.class_, External) else ""
    place = machine.place(node)
    machine.record(BuiltInForward(*place, called.object, facts, class_, bool(has_parameters), bool(minds)))
