"""`setattr`: an attribute whose name is a value."""

from __future__ import annotations

from ..program.facts import Instance
from ..program.record import replace
from ..program.values import FALSE, NONE, Constant, Reference, Tensor, Unknown, Value
from .frames import Arguments
from .freezing import freeze_parameter, given, thaw_owner
from .gradients import assigned_gradient, unknown_gradients
from .machine import Machine
from .members import note_member
from .other_names import requirement_set
from .reach import first_argument_text
from .replacing import note_replaced


def set_by_name(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    """`setattr(owner, name, value)`; None where it is not known what that changes."""
    values = [value for value, _ in arguments.positional]
    if len(values) != 3:
        return None
    owner, name, value = values
    facts = machine.model(owner)
    given(machine, owner, value, called=True)
    if isinstance(owner, Tensor | Unknown) and isinstance(name, Constant) and name.value in ("grad", "requires_grad"):
        return _set_on_tensor(machine, owner, str(name.value), value)
    if isinstance(owner, Reference) and isinstance(name, Constant) and isinstance(name.value, str):
        if facts is not None:
            place = f"{first_argument_text(machine)}.{name.value}"
            note_replaced(machine, owner, place, machine.live().member(owner.object, name.value), value, node)
            note_member(machine, owner, facts, name.value, value, node)
        machine.live().set_member(owner.object, name.value, value)
        return NONE
    if facts is not None and isinstance(owner, Reference):
        child = (value.object,) if isinstance(value, Reference) and machine.model(value) is not None else ()
        children = tuple(dict.fromkeys((*facts.children, *child)))
        machine.update(owner.object, replace(facts, children=children, open_ended=True, structure=facts.structure + 1))
        return NONE
    instance = machine.facts(owner)
    if isinstance(instance, Instance) and isinstance(owner, Reference):
        machine.update(owner.object, replace(instance, open_ended=True))
        return NONE
    return None


def _set_on_tensor(machine: Machine, owner: Tensor | Unknown, name: str, value: Value) -> Value:
    if name == "grad" and isinstance(owner, Tensor):
        assigned_gradient(machine, owner, value)
    elif name == "grad":
        unknown_gradients(machine)
    elif isinstance(owner, Tensor):
        known = value.value if isinstance(value, Constant) and isinstance(value.value, bool) else None
        freeze_parameter(machine, owner, known)
        requirement_set(machine, None, owner, known)
    elif value != FALSE:
        thaw_owner(machine, owner)
    return NONE
