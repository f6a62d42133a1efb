"""Tensors that a forward pass makes where nothing says on which device."""

from __future__ import annotations

from .device import Device
from .events import Event
from .record import record
from .site import Site


@record
class MadeOnCpu(Event):
    """A tensor that a forward pass `made` on the CPU, by default, meets weights, or what the model is given or computes.

    `own` is the device of what it meets, as far as it is known.
    """

    made: Site
    own: Device
