"""Calling modules whose class gives no result: no `forward` at all, or one that returns nothing."""

from __future__ import annotations

from collections.abc import Iterable

from ..program.facts import Model
from ..program.module_events import NoForward, NothingReturned
from ..program.values import NONE, Class, External, Function, Reference, Value
from ..pytorch import lookup
from ..semantics.scopes import statements_of
from ..syntax import ir
from ..syntax.scan import walk
from .classes import definition_of, find_member, harmless_base, is_a, lineage
from .machine import Machine
from .reach import callee_text
from .tables import ClassDefinition, FunctionDefinition

_WITHOUT = frozenset({"torch.nn.ModuleList", "torch.nn.ModuleDict", "torch.nn.ParameterList", "torch.nn.ParameterDict"})
"""Classes of the library that only hold things."""
_BARE = frozenset({"torch.nn.Module", "builtins.object"})
_OWN_WAYS = ("forward", "__call__", "__getattr__", "__getattribute__", "__new__", "_call_impl")


def note_missing_forward(machine: Machine, called: Reference, facts: Model, node: int) -> None:
    """A module is called for which neither the visible classes nor the library have a `forward`."""
    if facts.open_ended or facts.by_use or machine.live().member(called.object, "forward") is not None:
        return
    if isinstance(facts.class_, External) and facts.class_.name in _WITHOUT:
        name = facts.class_.name.replace("torch.nn", "nn")
        machine.record(NoForward(*machine.place(node), called.object, name, callee_text(machine), (), True))
    elif isinstance(facts.class_, Class) and lacks_forward(machine, facts.class_):
        place, methods = machine.place(node), _methods(machine, facts.class_)
        machine.record(
            NoForward(*place, called.object, facts.class_.name, callee_text(machine), methods, not facts.escaped)
        )


def lacks_forward(machine: Machine, class_: Class) -> bool:
    """Whether calling an object of a class of modules certainly finds no `forward`."""
    if not is_a(machine, class_, "module") or any(find_member(machine, class_, name) is not None for name in _OWN_WAYS):
        return False
    return all(
        not definition_of(machine, base).decorated if isinstance(base, Class) else _is_bare(base)
        for base in lineage(machine, class_)
    )


def _is_bare(base: Value) -> bool:
    if not isinstance(base, External):
        return False
    return base.name in _BARE or harmless_base(base.name) or lookup.kind_of_class(base.name) == "lightning_module"


def _methods(machine: Machine, class_: Class) -> tuple[tuple[str, int], ...]:
    """The methods of the class itself, by name, with the statements that define them."""
    members = definition_of(machine, class_).members
    return tuple(
        (name, machine.function(member.id).site.statement)
        for name, member in members.items()
        if isinstance(member, Function) and machine.function(member.id).kind == "function"
    )


def note_classes(machine: Machine, classes: Iterable[ClassDefinition]) -> None:
    """The file was run: note which of its classes of modules, with nothing built on them, lack a `forward`."""
    for definition in classes:
        class_ = Class(definition.id, definition.name)
        if lacks_forward(machine, class_):
            machine.statement = machine.tables.class_statements[definition.id]
            machine.record(NoForward(*machine.place(0), 0, definition.name, "", _methods(machine, class_), False))


def note_result(machine: Machine, method: Function, result: Value, class_: Class, node: int) -> None:
    """A module was called, and something is done with what its `forward` returned."""
    if result != NONE or method.name != "forward" or machine.statement is None:
        return
    written = machine.statement.node
    if isinstance(written, ir.Evaluate) and written.value.n == node:
        return
    definition = machine.function(method.id)
    if _computes(definition) and not _returns(definition):
        machine.record(NothingReturned(*machine.place(node), class_.name, definition.site))


def _computes(definition: FunctionDefinition) -> bool:
    """Whether a function is more than a place to be filled in."""
    return any(isinstance(statement.node, ir.Assign | ir.Augment) for statement in statements_of(definition.body))


def _returns(definition: FunctionDefinition) -> bool:
    """Whether a function says anywhere that it returns something, or yields."""
    return any(
        isinstance(part, ir.Yield | ir.Return)
        for statement in statements_of(definition.body)
        for part in walk(statement.node)
    )
