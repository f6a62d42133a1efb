"""A name that held a model is bound to another one while an optimizer still holds the first one's parameters."""

from __future__ import annotations

from ..program.facts import Cut, CutKind, Model, Optimizer
from ..program.record import replace
from ..program.values import Reference, Value
from .machine import Machine
from .reach import root_of


def note_rebinding(machine: Machine, place: str, value: Value, node: int) -> None:
    """Tell the optimizers built from what `place` held so far that it now holds another model."""
    if not isinstance(value, Reference):
        return
    state = machine.live()
    facts = state.heap.get(value.object)
    if not isinstance(facts, Model) or facts.by_use:
        return
    new = root_of(machine, value.object)
    for object_, optimizer in list(state.heap.items()):
        if not isinstance(optimizer, Optimizer):
            continue
        for source in optimizer.sources:
            if source.place == place and root_of(machine, source.model) != new:
                old = state.heap.get(source.model)
                if isinstance(old, Model) and not old.by_use:
                    cut = Cut(CutKind.REBOUND, machine.site(node), place, source.model, value.object)
                    cuts = (*(known for known in optimizer.cuts if known.place != place), cut)
                    state.set_facts(object_, replace(optimizer, cuts=cuts))
                break
