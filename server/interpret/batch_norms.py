"""Layers that norm by the statistics of the batch while they train, and keep an average of them (torch 2.13)."""

from __future__ import annotations

from ..program.batch_norm_events import StatisticsMoved
from ..program.facts import Model
from ..program.states import Certainty, Mode
from ..program.values import TRUE, Constant, Reference
from .machine import Machine


def note_statistics(machine: Machine, value: Reference, facts: Model, node: int) -> None:
    """A model with batch norm is called: note whether its statistics change, although it is frozen."""
    if facts.frozen is not True or facts.mode.certainty(Mode.TRAIN) is not Certainty.MUST:
        return
    if machine.live().gradients_enabled is not True or facts.argument("track_running_stats") not in (None, TRUE):
        return
    unmoved = facts.argument("momentum") in (Constant("float", 0.0), Constant("int", 0))
    if not unmoved and facts.argument("norm_layer") is None:
        machine.record_inside(StatisticsMoved(*machine.place(node), value.object, facts))
