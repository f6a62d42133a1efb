"""Further events: what is named and not called, made and not entered, stepped without closure, or clipped."""

from __future__ import annotations

from .device import Device
from .events import Event
from .facts import Optimizer
from .record import record


@record
class MethodNotCalled(Event):
    """A statement names a method that does its work only when it is called: `name.method`.

    What follows is run as if it were called. It is `known` what it is a method of.
    """

    name: str
    method: str
    known: bool


@record
class ContextNotEntered(Event):
    """A context manager, written as `text`, is made by a statement and never entered, or named in a `with` and not `called`."""

    name: str
    text: str
    called: bool


@record
class Clipped(Event):
    """Gradients are clipped by a function of that name; `optimizers` are those that will step on them, as they are now.

    With an infinite limit they are only measured: then it is written as a number that `measures`.
    """

    name: str
    optimizers: tuple[tuple[int, Optimizer], ...]
    measures: bool


@record
class SteppedWithoutClosure(Event):
    """The method `step` of an optimizer is certainly called without a closure."""

    optimizer: Optimizer


@record
class ResultDropped(Event):
    """A method of the tensor `name` is called by a statement, which gives another tensor and leaves this one as it is.

    `device` is where it would be moved.
    """

    name: str
    method: str
    device: Device


@record
class ValueCalled(Event):
    """Something is called that certainly cannot be: a number, a text, a list; it is written as `name`."""

    name: str
