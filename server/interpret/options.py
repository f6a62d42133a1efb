"""Options of optimizers: which literal values a constructor rejects."""

from __future__ import annotations

from collections.abc import Iterator

from ..program.site import Site
from ..program.values import NONE, Constant, TupleValue, Value
from ..pytorch.facts import Bound, Conflict, Constraint, OptimizerClass
from ..pytorch.optim import DRIFTING
from .frames import Arguments
from .machine import Machine


def rejected_options(machine: Machine, row: OptimizerClass, arguments: Arguments) -> tuple[tuple[Site, str], ...]:
    """The options that are certainly rejected: where each one is written, and why."""
    if arguments.open:
        return ()
    bound = arguments.bound(row.signature)
    found = (_rejected(constraint, bound) for constraint in row.constraints)
    return tuple((machine.site(reason[0]), reason[1]) for reason in found if reason is not None)


def drifts(name: str, row: OptimizerClass, arguments: Arguments) -> bool:
    """Whether an optimizer certainly changes parameters whose gradients have become zeros."""
    bound = arguments.bound(row.signature)
    decays = any(_is_on(bound[option][0]) for option in ("momentum", "weight_decay") if option in bound)
    return name in DRIFTING or decays


def _rejected(constraint: Constraint, bound: dict[str, tuple[Value, int]]) -> tuple[int, str] | None:
    value, node = bound.get(constraint.option, (NONE, 0))
    if isinstance(constraint, Bound):
        wrong = next((number for number in _numbers(value) if not _within(number, constraint)), None)
        return None if wrong is None else (node, f"`{constraint.option}` must not be {wrong}")
    if not _is_on(value):
        return None
    other = bound.get(constraint.other, (NONE, 0))[0]
    if isinstance(constraint, Conflict):
        return (node, f"`{constraint.option}` and `{constraint.other}` exclude each other") if _is_on(other) else None
    off = isinstance(other, Constant) and not other.value
    return (node, f"`{constraint.option}` needs `{constraint.other}`") if off else None


def _numbers(value: Value) -> Iterator[int | float]:
    """The literal numbers of an option, or of the tuple that it is."""
    for each in value.elements if isinstance(value, TupleValue) else (value,):
        if isinstance(each, Constant) and isinstance(each.value, int | float):
            yield each.value


def _is_on(value: Value) -> bool:
    return isinstance(value, Constant) and isinstance(value.value, bool | int | float) and bool(value.value)


def _within(number: float, bound: Bound) -> bool:
    if bound.minimum is not None and (
        number < bound.minimum or (number == bound.minimum and not bound.minimum_allowed)
    ):
        return False
    above = bound.maximum is not None and number > bound.maximum
    return not above and not (number == bound.maximum and not bound.maximum_allowed)
