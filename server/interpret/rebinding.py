"""A name that held a model is bound to another one, and an optimizer is left with parameters that nothing uses."""

from __future__ import annotations

from ..program.events import ModelNamed
from ..program.facts import Cut, CutKind, Model, Optimizer, Source
from ..program.record import replace
from ..program.values import Reference, Value
from .machine import Machine
from .reach import objects_reached, parts_of, root_of


def note_rebinding(machine: Machine, place: str, former: Value | None, value: Value, node: int) -> None:
    """A place holds another value from now on: tell the optimizers over a model that nothing else refers to any more.

    As long as something may still use the former model, nothing wrong can be said of its optimizer.
    """
    if not place or not isinstance(value, Reference):
        return
    facts = machine.facts(value)
    if not isinstance(facts, Model):
        return
    machine.record(ModelNamed(*machine.place(node), value.object, facts, place))
    if not isinstance(former, Reference) or former == value:
        return
    lost = _sources_of(machine, former.object)
    if not lost or not isinstance(machine.facts(former), Model):
        return
    used = _in_use(machine)
    state = machine.live()
    at, site = machine.place(node)[:2]
    for object_, optimizer in list(state.heap.items()):
        if not isinstance(optimizer, Optimizer):
            continue
        gone = {source.model for source in optimizer.sources if source in lost} - used
        if gone:
            old = machine.model(Reference(next(iter(sorted(gone)))))
            sure = old is not None and not (old.by_use or old.escaped or facts.by_use)
            cut = Cut(CutKind.REBOUND, at, site, place, former.object, value.object, sure)
            cuts = (*(known for known in optimizer.cuts if known.place != place), cut)
            state.set_facts(object_, replace(optimizer, cuts=cuts))


def _sources_of(machine: Machine, model: int) -> set[Source]:
    """What optimizers hold of a model and its parts."""
    parts = parts_of(machine, model)
    return {
        source
        for facts in machine.live().heap.values()
        if isinstance(facts, Optimizer)
        for source in facts.sources
        if source.model in parts or root_of(machine, source.model) in parts
    }


def _in_use(machine: Machine) -> set[int]:
    """The objects that the program can still get at otherwise than through an optimizer or its parameters."""
    values = [value for variables in machine.live().frames.values() for value in variables.values()]
    return objects_reached(machine, values, in_use=True)
