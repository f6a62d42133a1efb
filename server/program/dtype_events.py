"""Tensors of a dtype that what gets them does not take."""

from __future__ import annotations

from .events import Event, ModelCalled
from .program import Program
from .record import record
from .site import Site
from .values import Tensor


@record
class WrongPrecision(Event):
    """A layer gets a tensor, written at `place`, of another dtype than the one its weights have: it raises."""

    tensor: Tensor
    weights: str
    place: Site


@record
class WrongIndex(Event):
    """A tensor, written at `place`, is used as indices by `by`, which does not take its dtype: it raises."""

    tensor: Tensor
    by: str
    place: Site


def given_at(program: Program, event: WrongPrecision | WrongIndex) -> Site:
    """Where such a tensor is given to the outermost model that hands it on to the layer, or else to the layer itself."""
    calls = program.kept(_calls)
    for depth, site in enumerate(event.trail):
        call = calls.get((site, event.trail[:depth]))
        for _, value, place in () if call is None else call.inputs:
            if isinstance(value, Tensor) and (value.dtype, value.origin) == (event.tensor.dtype, event.tensor.origin):
                return place
    return event.place


def _calls(program: Program) -> dict[tuple[Site, tuple[Site, ...]], ModelCalled]:
    return {(call.site, call.trail): call for call in program.unique(ModelCalled)}
