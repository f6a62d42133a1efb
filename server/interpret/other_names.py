"""A tensor that is changed in place, and the other names by which it may go: variables, attributes, elements."""

from __future__ import annotations

from ..program.facts import Collection
from ..program.record import replace
from ..program.values import Tensor, TupleValue, Value
from ..syntax import ir
from .machine import Machine
from .truth import set_at, value_at


def requirement_set(machine: Machine, place: ir.Expr | None, tensor: Tensor, known: bool | None) -> Tensor:
    """`tensor.requires_grad = ...`: what it is afterwards, where it is written and perhaps elsewhere."""
    after = replace(tensor, requires_grad=known)
    written = place is not None and value_at(machine, place) == tensor
    # Parameters are followed by what their model has; of a tensor of which nothing was known, nothing was known elsewhere.
    if not tensor.parameter and tensor.requires_grad not in (None, known):
        _unsure_elsewhere(machine, tensor)
    if place is not None and written:
        set_at(machine, place, after)
    return after


def detached_in_place(machine: Machine, tensor: Tensor) -> None:
    """`tensor.detach_()`: what goes by other names, or is in a tuple, may be that tensor, and have no graph either."""
    if tensor.graph:
        _unsure_elsewhere(machine, tensor)


def _unsure_elsewhere(machine: Machine, tensor: Tensor) -> None:
    """Whatever may be that tensor may require gradients now, or no longer."""
    machine.journal.saw_everything = True
    state = machine.live()
    for frame, variables in list(state.frames.items()):
        for name, value in list(variables.items()):
            if (unsure := _unsure(value, tensor)) is not value:
                state.bind(frame, name, unsure)
    for object_, members in list(state.members.items()):
        for name, value in list(members.items()):
            if (unsure := _unsure(value, tensor)) is not value:
                state.set_member(object_, name, unsure)
    for object_, facts in list(state.heap.items()):
        if isinstance(facts, Collection):
            elements = tuple(_unsure(element, tensor) for element in facts.elements)
            if elements != facts.elements:
                state.set_facts(object_, replace(facts, elements=elements))


def _unsure(value: Value, tensor: Tensor) -> Value:
    if isinstance(value, Tensor):
        return replace(value, requires_grad=None, severed=None) if _may_be(value, tensor) else value
    if isinstance(value, TupleValue):
        parts = tuple(_unsure(part, tensor) for part in value.elements)
        return TupleValue(parts) if parts != value.elements else value
    return value


def _may_be(value: Tensor, tensor: Tensor) -> bool:
    """Whether two values may be one tensor: one that came about in several ways has no one origin."""
    same = None in (value.origin, tensor.origin) or value.origin == tensor.origin
    return same and value.graph == tensor.graph and value.requires_grad is not None and not value.parameter
