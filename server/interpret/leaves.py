"""Plain tensors that an optimizer is given: each is followed like a model with one parameter."""

from __future__ import annotations

from collections.abc import Iterator

from ..program.facts import Collection, Model
from ..program.record import replace
from ..program.values import External, Tensor, TupleValue, Use, Value
from .machine import Machine

LEAF = External("torch.Tensor")
"""The class of what stands for a tensor that is trained by itself."""


def adopt_leaves(machine: Machine, argument: Value, node: int) -> None:
    """Let every leaf among the values that an optimizer is given say whose gradients it gets.

    A parameter of a module has its module for that. Any other tensor gets an object of its own, wherever it is held.
    """
    for index, tensor in enumerate(dict.fromkeys(_leaves(machine, argument))):
        owner = _owner(machine, tensor)
        if owner is None:
            facts = Model(machine.site(node), LEAF, device=tensor.device, has_parameters=True, depends_on_mode=False)
            owner = machine.allocate(facts, node, ("leaf", index)).object
        _replace_everywhere(machine, tensor, replace(tensor, graph=frozenset({_use(machine, owner)})))


def _leaves(machine: Machine, argument: Value) -> Iterator[Tensor]:
    for value in tensors_in(machine, argument):
        if value.requires_grad and value.leaf is not False and not value.graph and value.origin is not None:
            yield value


def tensors_in(machine: Machine, value: Value, depth: int = 0) -> Iterator[Tensor]:
    """The tensors that stand one by one in what an optimizer is given, in groups or not."""
    if isinstance(value, Tensor):
        yield value
        return
    facts = machine.facts(value)
    parts = (
        value.elements
        if isinstance(value, TupleValue)
        else facts.elements
        if isinstance(facts, Collection) and depth < 3
        else ()
    )
    for part in parts:
        yield from tensors_in(machine, part, depth + 1)


def _owner(machine: Machine, tensor: Tensor) -> int | None:
    machine.journal.saw_everything = True
    state = machine.live()
    return next(
        (
            object_
            for object_, members in state.members.items()
            if tensor in members.values() and isinstance(state.heap.get(object_), Model)
        ),
        None,
    )


def _use(machine: Machine, owner: int) -> Use:
    facts = machine.live().heap[owner]
    assert isinstance(facts, Model)
    return Use(owner, facts.mode)


def _replace_everywhere(machine: Machine, old: Tensor, new: Tensor) -> None:
    machine.journal.saw_everything = True
    state = machine.live()
    for frame, variables in list(state.frames.items()):
        for name, value in list(variables.items()):
            if value == old:
                state.bind(frame, name, new)
            elif isinstance(value, TupleValue) and old in value.elements:
                state.bind(frame, name, TupleValue(_with(value.elements, old, new)))
    for object_, members in list(state.members.items()):
        if not isinstance(state.heap.get(object_), Model):
            for name in [name for name, value in members.items() if value == old]:
                state.set_member(object_, name, new)
    for object_, facts in list(state.heap.items()):
        if isinstance(facts, Collection) and old in facts.elements:
            state.set_facts(object_, replace(facts, elements=_with(facts.elements, old, new)))


def _with(elements: tuple[Value, ...], old: Tensor, new: Tensor) -> tuple[Value, ...]:
    return tuple(new if element == old else element for element in elements)
