"""What cuts a value off from the graph it was computed with: `.detach()`, `.item()`, `torch.no_grad()` and the like."""

from __future__ import annotations

from collections.abc import Iterable

from ..program.facts import Collection
from ..program.record import replace
from ..program.shape import Size
from ..program.site import Site
from ..program.values import Constant, Severed, Tensor, TupleValue, Unknown, Value
from ..syntax import ir
from .machine import Machine

WITHOUT_GRADIENTS = "no_grad"
"""What severs values that are computed while no gradients are recorded."""
KINDS = {"item": "number", "tolist": "list", "numpy": "array"}
"""Methods that leave PyTorch, and what they give."""
_INDICES = ("argmax", "argmin", "argsort")
OF_ANYTHING = frozenset({"detach", *KINDS, *_INDICES})
"""Methods whose result has no graph, whatever the thing is that has them."""
_DEEPEST = 3


def had_graph(value: Value) -> bool:
    """Whether gradients could flow through a value."""
    match value:
        case Tensor():
            return bool(value.graph) or value.requires_grad is True
        case Unknown():
            return value.severed is None and bool(value.reaches)
        case _:
            return False


def severed_at(machine: Machine, by: str, values: Iterable[Value], node: int, operand: Site | None) -> Severed | None:
    """What `by` does to values: it cuts off those that had a graph; what was cut off before stays so."""
    parts = [part for value in values for part in _parts(machine, value, 0)]
    kind = KINDS.get(by, "tensor")
    cut = [part for part in parts if had_graph(part)]
    if cut:
        sure = any(isinstance(part, Tensor) for part in cut)
        return Severed(by, machine.site(node), kind, operand if len(parts) == 1 else None, sure)
    former = next((part.severed for part in parts if isinstance(part, Tensor | Unknown) and part.severed), None)
    return None if former is None else replace(former, kind=kind)


def _parts(machine: Machine, value: Value, depth: int) -> Iterable[Value]:
    """The values in a list or tuple of numbers or tensors; or the value itself."""
    facts = machine.facts(value)
    if isinstance(value, TupleValue):
        elements = value.elements
    elif isinstance(facts, Collection):
        elements = facts.elements
    else:
        return [value]
    return [part for element in elements for part in _parts(machine, element, depth + 1)] if depth < _DEEPEST else []


def inherited(operands: Iterable[Value]) -> Severed | None:
    """How the result of an operation lost its graph: as its operands did; None where one has a graph or may have one."""
    found: Severed | None = None
    sure = True
    for operand in operands:
        if isinstance(operand, Constant | Size):
            continue
        own = operand.severed if isinstance(operand, Tensor | Unknown) else None
        if isinstance(operand, Tensor) and (operand.requires_grad or operand.graph):
            return None
        if own is None:
            if isinstance(operand, Tensor) and operand.requires_grad is False:
                continue
            return None
        sure = sure and own.sure
        if found is None or (found.kind != "tensor" and own.kind == "tensor"):
            found = own
    return found if found is None or found.sure == sure else replace(found, sure=sure)


def is_plain(value: Value) -> bool:
    """Whether no gradient flows through an operand: a literal, or what left PyTorch."""
    return isinstance(value, Constant | Size) or (
        isinstance(value, Unknown) and value.severed is not None and value.severed.kind != "tensor"
    )


def without_gradients(machine: Machine, value: Value, node: int, *, sure: bool = True) -> Value:
    """What was computed while no gradients are recorded."""
    match value:
        case Tensor() if value.severed is None:
            return replace(value, severed=Severed(WITHOUT_GRADIENTS, machine.site(node), sure=sure))
        case Unknown() if value.severed is None:
            return replace(value, severed=Severed(WITHOUT_GRADIENTS, machine.site(node), sure=False))
        case TupleValue():
            return TupleValue(tuple(without_gradients(machine, part, node) for part in value.elements))
        case _:
            return value


def operand_of(machine: Machine) -> Site | None:
    """Where the receiver is written of the method that is being called."""
    callee = machine.callee
    return machine.site(callee.value.n) if isinstance(callee, ir.Attribute) else None
