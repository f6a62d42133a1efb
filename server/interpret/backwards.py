"""`.backward()` as written: which tensor, under which name."""

from __future__ import annotations

from ..program.values import NONE, Value
from ..semantics.spelling import text_of
from ..syntax import ir
from .frames import Arguments
from .gradients import backward
from .machine import Machine
from .models import flag


def backward_method(machine: Machine, receiver: Value, arguments: Arguments, node: int) -> Value:
    """`loss.backward()`."""
    callee = machine.callee
    place = callee.value if isinstance(callee, ir.Attribute) else None
    name = text_of(place) if place is not None else ""
    retained = keeps_graph(arguments.get(1, "retain_graph"), arguments.get(2, "create_graph"))
    given = arguments.open or arguments.get(0, "gradient") not in (None, NONE)
    backward(machine, receiver, place, name, node, retained=retained, given=given)
    return NONE


def keeps_graph(retain_graph: Value | None, create_graph: Value | None) -> bool | None:
    """Whether a backward pass leaves the graph for another one; None when that is not known (torch 2.13)."""
    decides = retain_graph if retain_graph is not None and retain_graph != NONE else create_graph
    return flag(decides, default=False)
