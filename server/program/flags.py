"""Flags of gradients that are set where nothing reads them."""

from __future__ import annotations

from .events import Event
from .facts import Model
from .record import record


@record
class FlagSet(Event):
    """`requires_grad`, or what looks like it, is set where nothing asks for it: on a module, or misspelt.

    `place` is what has the attribute, `model` its facts if it is a module; `value` is the truth that is set, None
    where that is not known.
    """

    place: str
    model: Model | None
    name: str
    value: bool | None
