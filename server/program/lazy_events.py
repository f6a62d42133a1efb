"""Lazy layers: what is done to parameters that have no values before the first forward pass."""

from __future__ import annotations

from .events import Event
from .record import record


@record
class LazyTouched(Event):
    """Something needs the values of parameters, some of which are those of lazy layers; `by` is what does.

    `layers` has, for each lazy layer concerned, the models that it is part of, itself included. It is not `sure` that
    nothing else has given them values where unseen code had one of them.
    """

    by: str
    layers: tuple[frozenset[int], ...]
    sure: bool


@record
class StateLoaded(Event):
    """A model gets the values of a checkpoint, and lazy layers their sizes with them (torch 2.13)."""

    object: int
