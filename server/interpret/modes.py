"""Train mode and eval mode: of a model with its parts, or of a part alone."""

from __future__ import annotations

from ..program.events import ModeSet
from ..program.facts import Model
from ..program.record import replace
from ..program.states import Mode, States, any_of, only
from ..program.values import Reference, Value
from .machine import Machine
from .reach import parts_of, wholes_of


def set_mode(machine: Machine, subject: Value, training: bool | None, name: str, node: int) -> None:
    """A model goes into a mode with all its parts; None where it is not known which."""
    facts = machine.model(subject)
    if facts is None or not isinstance(subject, Reference):
        return
    mode = any_of(Mode.ANY) if training is None else only(Mode.TRAIN if training else Mode.EVAL)
    site = machine.site(node)
    machine.record(ModeSet(*machine.place(node), subject.object, facts, name, training))
    for part in parts_of(machine, subject.object):
        inner = machine.live().heap.get(part)
        if isinstance(inner, Model):
            new = mode if not inner.many else inner.mode.join(mode)
            machine.update(part, replace(inner, mode=new, mode_set_at=(site,)))
    for whole in wholes_of(machine, subject.object) - {subject.object}:
        outer = machine.live().heap.get(whole)
        if isinstance(outer, Model) and outer.mode != mode and _all_in(machine, whole, outer, mode):
            machine.update(whole, replace(outer, mode=any_of(Mode.ANY)))


def _all_in(machine: Machine, whole: int, facts: Model, mode: States) -> bool:
    """Whether every layer of a model to which that matters is in a mode, though the model itself is in another."""
    heap = machine.live().heap
    parts = [heap.get(part) for part in parts_of(machine, whole) - {whole}]
    layers = [part for part in parts if not isinstance(part, Model) or part.depends_on_mode is not False]
    known = [part for part in layers if isinstance(part, Model) and (part.mode == mode or part.children)]
    return len(known) == len(layers) and not facts.depends_on_mode
