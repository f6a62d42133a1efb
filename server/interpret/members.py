"""Attributes of modules: setting one may register a layer or a parameter."""

from __future__ import annotations

from ..program.events import MemberSet
from ..program.facts import Model
from ..program.lightning_events import ParameterRead
from ..program.record import replace
from ..program.values import NOTHING, Reference, Tensor, Unknown, Use, Value
from ..syntax import ir
from .initialisation import registers_early
from .machine import Machine
from .models import has_parameters
from .placement import parameter_device
from .reach import parts_of


def note_member(machine: Machine, owner: Reference, facts: Model, name: str, value: Value, node: int) -> None:
    """An attribute of a module gets a value, by assignment, `setattr` or `add_module`; it is not in the state yet."""
    function = machine.frame.function
    method = function.name if function is not None and machine.frame.receiver == owner else ""
    former = machine.live().member(owner.object, name)
    member = machine.facts(value)
    registers_early(machine, owner, facts, name, value, node)
    facts = machine.model(owner) or facts
    parts = NOTHING
    if isinstance(member, Model) and isinstance(value, Reference) and machine.frame.lightning is not None:
        parts = parts_of(machine, value.object)
        member = replace(member, has_parameters=has_parameters(machine, value.object))
    value_at = machine.site(_source(machine, node))
    machine.record(
        MemberSet(
            *machine.place(node), owner.object, facts, name, value, method, former is not None, former, member, value_at,
            parts,
        )
    )  # fmt: skip
    changed = isinstance(member, Model) or (isinstance(value, Tensor) and value.parameter)
    trainable = isinstance(value, Tensor) and value.parameter and value.requires_grad is not False
    if facts.frozen and (trainable or (isinstance(value, Unknown) and value.called)):
        facts = replace(facts, frozen=None)
        machine.update(owner.object, facts)
    if changed and method != "__init__":
        machine.update(owner.object, replace(facts, structure=facts.structure + 1))


def _source(machine: Machine, node: int) -> int:
    """The node of what a statement assigns to the attribute at `node`; `node` itself where that cannot be told."""
    statement = machine.statement.node if machine.statement is not None else None
    if isinstance(statement, ir.Assign) and [target.n for target in statement.targets] == [node]:
        return statement.value.n
    if isinstance(statement, ir.Annotate) and statement.target.n == node and statement.value is not None:
        return statement.value.n
    return node


def as_member(machine: Machine, owner: Reference, value: Value, name: str, node: int) -> Value:
    """An attribute as it is read: of a parameter, it is known whose it is."""
    if isinstance(value, Tensor) and value.parameter and not value.graph:
        facts = machine.model(owner)
        if facts is not None:
            if machine.frame.lightning is not None:
                machine.record(ParameterRead(*machine.place(node), owner.object, name))
            device = parameter_device(value, facts)
            return replace(value, graph=frozenset({Use(owner.object, facts.mode)}), device=device)
    return value
