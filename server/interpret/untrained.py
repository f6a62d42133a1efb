"""Models that a loss depends on, and that no optimizer holds."""

from __future__ import annotations

from ..program.facts import Model, Optimizer
from ..program.states import Mode
from ..program.values import Tensor
from .leaves import LEAF
from .machine import Machine
from .reach import parts_of, root_of


def untrained(machine: Machine, loss: Tensor, optimizers: list[Optimizer]) -> tuple[int, ...]:
    """The models in the graph of a loss that certainly want to be trained, and share nothing with what optimizers hold.

    None where anything about an optimizer is unknown, or where one trains plain tensors: then models may be given.
    """
    heap = machine.live().heap
    if machine.quiet or not optimizers or not loss.graph:
        return ()
    held: frozenset[int] = frozenset()
    for optimizer in optimizers:
        if not optimizer.complete or not optimizer.sources or optimizer.cuts or not optimizer.sure:
            return ()
        for source in optimizer.sources:
            facts = heap.get(source.model)
            if not isinstance(facts, Model) or facts.class_ == LEAF:
                return ()
            held |= parts_of(machine, source.model)
    found = {root_of(machine, model) for model in loss.models}
    return tuple(model for model in sorted(found) if _wants_training(machine, model, held))


def _wants_training(machine: Machine, model: int, held: frozenset[int]) -> bool:
    """Whether a model is known, trainable and in training mode, and no optimizer has any of it."""
    from .models import has_parameters  # what models do to gradients is known there

    heap = machine.live().heap
    facts = heap.get(model)
    if not isinstance(facts, Model) or facts.escaped or facts.open_ended or facts.frozen is not False:
        return False
    for part in parts_of(machine, model):
        facts = heap.get(part)
        if not isinstance(facts, Model) or facts.by_use or facts.many or facts.open_ended or part in held:
            return False
        # What only a part of it went through, such as a function that runs it on several GPUs, does not freeze it.
        if not facts.escaped and (facts.frozen is not False or facts.mode.possible & Mode.EVAL):
            return False
    return has_parameters(machine, model) is True
