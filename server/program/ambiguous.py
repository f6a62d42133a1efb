"""Constructors of tensors that give something else than they seem to."""

from __future__ import annotations

from enum import Enum

from .events import Event
from .record import record
from .site import Site


class Looks(Enum):
    """What a constructor looks like and is not."""

    COPIED = "copied"
    """A tensor with a graph is copied without it, and is to have gradients."""
    INTEGER = "integer"
    """Integers are to have gradients, which raises."""
    SIZE = "size"
    """A number is taken for a size, where the numbers are used at once."""


@record
class AmbiguousTensor(Event):
    """A tensor is constructed from `data`; `size` is the number that is taken for one."""

    looks: Looks
    data: Site | None
    size: int
