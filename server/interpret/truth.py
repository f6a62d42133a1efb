"""Tests: whether a value is certainly true, and what a test's outcome says about the names in it."""

from __future__ import annotations

from collections.abc import Callable

from ..program.facts import Collection
from ..program.values import NONE, Choice, Class, Constant, Function, Reference, TupleValue, Value
from ..syntax import ir
from .machine import Machine

Keep = Callable[[Value], bool]


def truth(machine: Machine, value: Value) -> bool | None:
    """Whether a value counts as true; None when that is not known."""
    match value:
        case Constant():
            return bool(value.value) if value.kind != "ellipsis" else True
        case TupleValue():
            return bool(value.elements)
        case Function() | Class():
            return True
        case Reference():
            facts = machine.facts(value)
            if isinstance(facts, Collection):
                return bool(facts.elements) if facts.exact else None
            return None
        case Choice():
            outcomes = {truth(machine, option) for option in value.options}
            return outcomes.pop() if len(outcomes) == 1 else None
        case _:
            return None


def assume(machine: Machine, test: ir.Expr, outcome: bool) -> None:
    """Narrow the places that a test speaks of to what they can be when it has this outcome."""
    match test:
        case ir.Unary(op="not"):
            assume(machine, test.operand, not outcome)
        case ir.Boolean():
            if (test.op == "and") is outcome:
                assume(machine, test.left, outcome)
                assume(machine, test.right, outcome)
        case ir.Compare(comparisons=((("is" | "is not" | "==" | "!=") as op, ir.Constant() as constant),)):
            same = (op in ("is", "==")) is outcome
            literal = Constant(constant.kind, constant.value)
            _narrow(machine, test.left, lambda option: (option == literal) is same, literal if same else None)
        case ir.Name() | ir.Attribute():
            _narrow(machine, test, lambda option: truth(machine, option) is not (not outcome), None)
        case ir.Walrus():
            assume(machine, test.target, outcome)
        case _:
            pass


def _narrow(machine: Machine, place: ir.Expr, keep: Keep, only: Constant | None) -> None:
    value = value_at(machine, place)
    if isinstance(value, Choice):
        options = tuple(option for option in value.options if keep(option))
        if options and len(options) < len(value.options):
            set_at(machine, place, options[0] if len(options) == 1 else Choice(options))
    elif only is not None and only == NONE and value is not None and not isinstance(value, Constant | Reference):
        set_at(machine, place, only)


def value_at(machine: Machine, place: ir.Expr) -> Value | None:
    """What a name or attribute holds now, without any effect of reading it."""
    state = machine.live()
    if isinstance(place, ir.Name):
        for frame in (machine.frame.id, *reversed(machine.frame.outer), machine.frame.module.frame):
            variables = state.frames.get(frame)
            if variables is not None and place.id in variables:
                return variables[place.id]
        return None
    if isinstance(place, ir.Attribute):
        owner = value_at(machine, place.value)
        if isinstance(owner, Reference):
            return state.member(owner.object, place.attr)
    return None


def set_at(machine: Machine, place: ir.Expr, value: Value) -> None:
    """Replace what a name or attribute is known to hold, where it already holds something."""
    state = machine.live()
    if isinstance(place, ir.Name):
        for frame in (machine.frame.id, *reversed(machine.frame.outer), machine.frame.module.frame):
            variables = state.frames.get(frame)
            if variables is not None and place.id in variables:
                state.bind(frame, place.id, value)
                return
    elif isinstance(place, ir.Attribute):
        owner = value_at(machine, place.value)
        if isinstance(owner, Reference):
            state.set_member(owner.object, place.attr, value)
