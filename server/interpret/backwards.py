"""`.backward()` as written: which tensor, under which name."""

from __future__ import annotations

from ..program.values import NONE, Value
from ..syntax import ir
from .gradients import backward
from .machine import Machine
from .reach import text_of


def backward_method(machine: Machine, receiver: Value, node: int) -> Value:
    """`loss.backward()`."""
    callee = machine.callee
    place = callee.value if isinstance(callee, ir.Attribute) else None
    name = text_of(place) if place is not None else ""
    backward(machine, receiver, place, name, node)
    return NONE
