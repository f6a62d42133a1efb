"""Layers that norm by the statistics of the batch while they train, and keep an average of them (torch 2.13)."""

from __future__ import annotations

from ..program.batch_norm_events import OneValueNormed, StatisticsMoved
from ..program.facts import Model
from ..program.shape import closed
from ..program.states import Certainty, Mode
from ..program.values import TRUE, Constant, Reference, Value
from .machine import Machine
from .sizes import shape_of


def note_norm(machine: Machine, value: Reference, facts: Model, first: Value | None, node: int) -> None:
    """A batch norm is called: note what it makes of a frozen layer, and of a batch of one."""
    note_statistics(machine, value, facts, node)
    sizes = closed(shape_of(first))
    if sizes is None or len(sizes) < 2 or any(size != 1 for size in sizes[2:]):
        return
    one = sizes[0] == 1 or not isinstance(sizes[0], int)
    if one and facts.mode.certainty(Mode.TRAIN) is Certainty.MUST:
        gradients = machine.live().gradients_enabled
        machine.record_inside(OneValueNormed(*machine.place(node), value.object, facts, sizes[0], gradients))


def note_statistics(machine: Machine, value: Reference, facts: Model, node: int) -> None:
    """A model with batch norm is called: note whether its statistics change, although it is frozen."""
    if facts.frozen is not True or facts.mode.certainty(Mode.TRAIN) is not Certainty.MUST:
        return
    if machine.live().gradients_enabled is not True or facts.argument("track_running_stats") not in (None, TRUE):
        return
    unmoved = facts.argument("momentum") in (Constant("float", 0.0), Constant("int", 0))
    if not unmoved and facts.argument("norm_layer") is None:
        machine.record_inside(StatisticsMoved(*machine.place(node), value.object, facts))
