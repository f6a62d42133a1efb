"""A name that held a model is bound to another one, and an optimizer is left with parameters that nothing uses."""

from __future__ import annotations

from ..program.events import ModelNamed
from ..program.facts import Cut, CutKind, Facts, Model, Optimizer
from ..program.record import replace
from ..program.values import Reference, Unknown, Value
from ..semantics.spelling import text_of
from ..syntax import ir
from .machine import Machine
from .reach import objects_reached, parts_of, root_of


def note_rebinding(machine: Machine, target: ir.Expr, former: Value | None, value: Value, given: Value) -> None:
    """A place holds another value from now on: tell the optimizers over a model that nothing else refers to any more.

    As long as something may still use the former model, nothing wrong can be said of its optimizer. `given` is the
    value before it had a name, which says where something unknown comes from.
    """
    place = text_of(target)
    facts = machine.facts(value)
    if isinstance(facts, Model) and isinstance(value, Reference) and place:
        machine.record(ModelNamed(*machine.place(target.n), value.object, facts, place))
    old = None if former is None or former == value else machine.model(former)
    if not place or old is None or not isinstance(former, Reference) or not isinstance(value, Reference):
        return
    lost = _sources_of(machine, former.object)
    if not lost or not _is_another(machine, former.object, old, facts, given):
        return
    used = _in_use(machine)
    sure = isinstance(facts, Model) and not (old.by_use or old.escaped or facts.by_use)
    at, site = machine.place(target.n)[:2]
    cut = Cut(CutKind.REBOUND, at, site, place, former.object, value.object, sure)
    state = machine.live()
    for object_, optimizer in list(state.heap.items()):
        if isinstance(optimizer, Optimizer) and (optimizer.models & lost) - used:
            cuts = (*(known for known in optimizer.cuts if known.place != place), cut)
            state.set_facts(object_, replace(optimizer, cuts=cuts))


def _is_another(machine: Machine, model: int, old: Model, facts: Facts | None, given: Value) -> bool:
    """Whether what a place holds now is another model than before: unseen code that never had the old one made it."""
    if isinstance(facts, Model):
        return True
    if not isinstance(given, Unknown) or not given.called:
        return False
    return not old.escaped and not given.reaches & parts_of(machine, model)


def _sources_of(machine: Machine, model: int) -> set[int]:
    """The models that optimizers hold, as far as they are this one or its parts."""
    parts = parts_of(machine, model)
    machine.journal.saw_optimizers = True
    return {
        held
        for facts in machine.live().heap.values()
        if isinstance(facts, Optimizer)
        for held in facts.models
        if held in parts or root_of(machine, held) in parts
    }


def _in_use(machine: Machine) -> set[int]:
    """The objects that the program can still get at otherwise than through an optimizer or its parameters."""
    machine.journal.saw_everything = True
    values = [value for variables in machine.live().frames.values() for value in variables.values()]
    return objects_reached(machine, values, in_use=True)
