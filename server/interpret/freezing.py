"""Freezing: which models want no gradients any more, or want them again."""

from __future__ import annotations

from ..program.events import Frozen
from ..program.facts import Model
from ..program.record import replace
from ..program.values import Tensor
from .machine import Machine
from .reach import parts_of


def freeze(machine: Machine, model: int, frozen: bool | None) -> None:
    """All parameters of a model are frozen or trainable from now on; None where it may be some of them."""
    state = machine.live()
    whole = state.heap.get(model)
    if isinstance(whole, Model):
        machine.record(Frozen(*machine.place(0), model, whole, frozen))
    for part in parts_of(machine, model):
        facts = state.heap.get(part)
        if isinstance(facts, Model):
            machine.update(part, replace(facts, frozen=None if facts.many and frozen != facts.frozen else frozen))


def freeze_parameter(machine: Machine, tensor: Tensor, trainable: bool | None) -> None:
    """`p.requires_grad = False`: of a loop over all parameters of a model, or on one of them alone."""
    if not tensor.parameter:
        return
    # A parameter that a loop over a model gives stands for all of them: what it requires was left unknown.
    every = tensor.complete and tensor.requires_grad is None
    for use in tensor.graph:
        if every:
            freeze(machine, use.model, None if trainable is None else not trainable)
        else:
            facts = machine.live().heap.get(use.model)
            if isinstance(facts, Model):
                machine.update(use.model, replace(facts, frozen=None))
