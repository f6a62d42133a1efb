"""Where tensors meet models, or each other, that are certainly on different devices."""

from __future__ import annotations

from collections.abc import Iterator

from .device import Device, DeviceKind, differ
from .events import LossCalled, ModelCalled, TensorMoved
from .program import Program
from .record import record
from .shape import SCALAR
from .site import Site
from .values import Class, Tensor, Value, device_of, models_of


@record
class Meeting:
    """A call that gets a tensor from another device than its own.

    `own` is the device of the model (or, for a loss, that of its other argument), `other` that of the tensor at
    `place`. It is `certain` unless one of the devices is only assumed, or what is called is not known for certain.
    """

    call: ModelCalled | LossCalled
    own: Device
    other: Device
    place: Site
    certain: bool

    @property
    def model_is_left(self) -> bool:
        """Whether a model stays on the CPU; otherwise it is the tensor that is in the wrong place."""
        return isinstance(self.call, ModelCalled) and self.own.kind is DeviceKind.CPU


def meetings(program: Program) -> tuple[Meeting, ...]:
    """The calls of models and losses that bring two devices together, without those that only follow from others.

    A forward pass may move its input itself, so it counts only where a layer really gets the tensor as it is; the
    place is then the outermost call that was given it.
    """
    return program.kept(_all_meetings)


def _all_meetings(program: Program) -> tuple[Meeting, ...]:
    return tuple(_found(program))


def _found(program: Program) -> Iterator[Meeting]:
    calls = {(call.site, call.trail): call for call in program.unique(ModelCalled)}
    found: dict[tuple[Site, tuple[Site, ...]], Meeting] = {}
    broken: set[int] = set()
    for call in calls.values():
        others = [value for _, value, _ in call.inputs if differ(call.model.device, device_of(value))]
        if not others or call.model.wraps is not None:
            continue
        if isinstance(call.model.class_, Class) and not _meets(program, call):
            continue
        for value in others:
            met = _outermost(calls, call, device_of(value))
            if met is not None:
                broken |= {call.object, met.call.object} if isinstance(met.call, ModelCalled) else set()
                found.setdefault((met.call.site, met.call.trail), met)
    yield from found.values()
    for call in program.unique(LossCalled):
        met = _at_loss(call)
        if met is not None and not models_of(call.input) & broken:
            yield met


def _meets(program: Program, call: ModelCalled) -> bool:
    """Whether a forward pass computes with its inputs itself: it moves nothing, and calls no layer that is known.

    Where all inputs are on the other device, it is enough that its text shows no sign of moving them.
    """
    if call.as_is and all(differ(call.model.device, device_of(value)) for _, value, _ in call.inputs):
        return True
    inside = (*call.trail, call.site)
    return not any(
        event.trail[: len(inside)] == inside for kind in (ModelCalled, TensorMoved) for event in program.events(kind)
    )


def _outermost(
    calls: dict[tuple[Site, tuple[Site, ...]], ModelCalled], call: ModelCalled, device: Device
) -> Meeting | None:
    """The outermost visible call that was given the tensor; None where some forward pass made it or moved its layer."""
    around = [calls.get((site, call.trail[:depth])) for depth, site in enumerate(call.trail)]
    outer = next((each for each in around if each is not None), call)
    if not differ(outer.model.device, device):
        return None
    for _, value, place in outer.inputs:
        if device_of(value) == device:
            own = outer.model.device
            sure = outer.model.sure and not outer.model.open_ended
            return Meeting(outer, own, device, place, sure and not (own.assumed or device.assumed))
    return None


ANYWHERE = ("torch.nn.CTCLoss", "torch.nn.functional.ctc_loss")
"""Losses that take targets on the CPU as well (torch 2.13)."""


def _at_loss(call: LossCalled) -> Meeting | None:
    one, other = device_of(call.input), device_of(call.target)
    if (
        call.function in ANYWHERE
        or not differ(one, other)
        or _is_single_number(call.input)
        or _is_single_number(call.target)
    ):
        return None
    certain = not (one.assumed or other.assumed)
    if one.kind is DeviceKind.CPU:
        return Meeting(call, other, one, call.input_at, certain)
    return Meeting(call, one, other, call.target_at, certain)


def _is_single_number(value: Value) -> bool:
    """Whether it is a tensor without dimensions, which may be on the CPU whatever the others are on (torch 2.13)."""
    return isinstance(value, Tensor) and value.shape == SCALAR
