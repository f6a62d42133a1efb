"""What is computed in two steps although one function does it at once, and exactly (torch 2.13)."""

from __future__ import annotations

from ..program.readings import TakenInSteps
from ..program.record import replace
from ..program.values import Activation, Constant, Tensor, Value
from ..syntax import ir
from .machine import Machine

_BOUNDED = frozenset({"softmax", "sigmoid"})
_LARGE = frozenset({"sum_of_exp", "one_plus", "one_plus_exp"})
_ONE = (Constant("int", 1), Constant("float", 1.0))


def is_fresh(value: Value | None, name: str) -> bool:
    """Whether a tensor is what a function of that name gave, with nothing done to it since."""
    if not isinstance(value, Tensor) or value.activation is None or value.activation.name != name:
        return False
    return value.activation.site == value.origin


def note_logarithm(machine: Machine, first: Value | None, result: Tensor, node: int) -> None:
    """Note a logarithm of what a first step gave. What is clamped in between is kept away from zero."""
    if not isinstance(first, Tensor) or first.activation is None or machine.live().gradients_enabled is False:
        return
    before = first.activation
    known = before.name in _BOUNDED or (before.name in _LARGE and result.requires_grad is not False)
    if known and first.origin == before.site:
        machine.record(TakenInSteps(*machine.place(node), before.name, before.site))


def with_one(machine: Machine, expr: ir.Binary, left: Value, right: Value, result: Tensor) -> Tensor:
    """A tensor that may have been computed by adding one, or by subtracting it."""
    if expr.op == "+" and (right in _ONE or left in _ONE):
        other, written = (left, expr.left) if right in _ONE else (right, expr.right)
        name = "one_plus_exp" if is_fresh(other, "exp") else "one_plus"
        return replace(result, activation=Activation(name, machine.site(expr.n), machine.site(written.n)))
    exponential = left.activation if isinstance(left, Tensor) and is_fresh(left, "exp") else None
    if expr.op == "-" and right in _ONE and exponential is not None and result.requires_grad is not False:
        machine.record(TakenInSteps(*machine.place(expr.n), "exp", exponential.site))
    return result
