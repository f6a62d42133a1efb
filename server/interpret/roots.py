"""Functions whose gradient is infinite at zero, of what may well be zero (torch 2.13)."""

from __future__ import annotations

from collections.abc import Callable

from ..program.readings import InfiniteAtZero
from ..program.record import replace
from ..program.values import Activation, Constant, Tensor, Value
from ..semantics.spelling import text_of
from ..syntax import ir
from .machine import Machine
from .steps_apart import is_fresh, note_logarithm
from .truth import value_at

_SQUARES, _SUM, _LOSS, _CLAMPED = "squares", "sum_of_squares", "mean_of_squares", "clamped"
_STEEP = frozenset({"log", "log2", "log10", "sqrt", "rsqrt", "reciprocal"})
Bound = dict[str, tuple[Value, int]]


def with_squares(machine: Machine, expr: ir.Binary, left: Value, right: Value, result: Tensor) -> Tensor:
    """The tensor that `left ** 2` gives, or a sum of two of these."""
    if expr.op == "**" and _is_power(right):
        return replace(result, activation=Activation(_SQUARES, machine.site(expr.n)))
    if expr.op == "+" and all(is_fresh(value, _SQUARES) or is_fresh(value, _SUM) for value in (left, right)):
        return replace(result, activation=Activation(_SUM, machine.site(expr.n)))
    return result


def squared_error(machine: Machine, loss: str, node: int) -> Activation | None:
    """What is known of the value of a loss of that name."""
    name = loss.rpartition(".")[2]
    return Activation(_LOSS, machine.site(node)) if name in ("MSELoss", "mse_loss") else None


def _is_power(exponent: Value | None) -> bool:
    value = exponent.value if isinstance(exponent, Constant) else None
    return isinstance(value, int | float) and value > 1


def _power(machine: Machine, bound: Bound, first: Value | None, result: Tensor, node: int) -> Tensor:
    del first
    exponent = bound.get("exponent")
    known = exponent is not None and _is_power(exponent[0])
    return replace(result, activation=Activation(_SQUARES, machine.site(node))) if known else result


def _square(machine: Machine, bound: Bound, first: Value | None, result: Tensor, node: int) -> Tensor:
    del bound, first
    return replace(result, activation=Activation(_SQUARES, machine.site(node)))


def _clamped(machine: Machine, bound: Bound, first: Value | None, result: Tensor, node: int) -> Tensor:
    del bound, first
    return result if result.activation else replace(result, activation=Activation(_CLAMPED, machine.site(node)))


def _reduced(machine: Machine, bound: Bound, first: Value | None, result: Tensor, node: int) -> Tensor:
    del bound
    squares = is_fresh(first, _SQUARES)
    return replace(result, activation=Activation(_SUM, machine.site(node))) if squares else result


def _logarithm(machine: Machine, bound: Bound, first: Value | None, result: Tensor, node: int) -> Tensor:
    del bound
    note_logarithm(machine, first, result, node)
    return result


def _root(machine: Machine, bound: Bound, first: Value | None, result: Tensor, node: int) -> Tensor:
    """Note the square root of a sum of squares, which may be zero."""
    del bound
    if not isinstance(first, Tensor) or first.activation is None or not _learns(machine, result):
        return result
    of = first.activation.name
    call = machine.call_written
    if call is not None and of in (_SQUARES, _SUM, _LOSS) and is_fresh(first, of):
        machine.record(InfiniteAtZero(*machine.place(node), "sqrt", of, machine.site(_operand(call).n)))
    return result


def _where(machine: Machine, bound: Bound, first: Value | None, result: Tensor, node: int) -> Tensor:
    """Note a function of what the condition keeps away from zero, too late for its gradient."""
    del bound, first
    call = machine.call_written
    if call is None or len(call.arguments) != 3 or not _learns(machine, result):
        return result
    condition = call.arguments[0].value
    asked = text_of(condition.left) if isinstance(condition, ir.Compare) and len(condition.comparisons) == 1 else ""
    for argument in call.arguments[1:]:
        branch = argument.value
        if isinstance(branch, ir.Call) and isinstance(branch.func, ir.Attribute) and branch.func.attr in _STEEP:
            operand = _operand(branch)
            if asked and text_of(operand) == asked and not _is_stopped(machine, operand):
                place = machine.site(operand.n)
                machine.record(InfiniteAtZero(*machine.place(node), branch.func.attr, "where", place))
    return result


def _is_stopped(machine: Machine, operand: ir.Expr) -> bool:
    """Whether a tensor is zero where something else stops its gradient: a ReLU or a clamp passes on none there."""
    value = value_at(machine, operand)
    last = value.activation if isinstance(value, Tensor) else None
    return not isinstance(value, Tensor) or (last is not None and last.name in ("relu", _CLAMPED))


def _operand(call: ir.Call) -> ir.Expr:
    """What a function or method of one tensor is applied to."""
    if call.arguments or not isinstance(call.func, ir.Attribute):
        return call.arguments[0].value if call.arguments else call.func
    return call.func.value


def _learns(machine: Machine, result: Tensor) -> bool:
    return not machine.quiet and bool(result.graph or result.requires_grad)


FOLLOWED: dict[str, Callable[[Machine, Bound, Value | None, Tensor, int], Tensor]] = {
    "log": _logarithm,
    "sqrt": _root,
    "pow": _power,
    "square": _square,
    "sum": _reduced,
    "mean": _reduced,
    "where": _where,
    "clamp": _clamped,
    "clamp_min": _clamped,
    "clip": _clamped,
}
"""What is done with the results of functions and methods of these names."""
