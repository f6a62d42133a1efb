"""Classes that somebody is still writing: what is missing in them today may be there in a minute."""

from __future__ import annotations

from ..program.values import Class, Function, Value
from ..syntax import ir
from ..syntax.tree import Statement
from .classes import find_member
from .machine import Machine


def unfinished(machine: Machine, class_: Value | None) -> bool:
    """Whether the forward pass of a visible module class is a placeholder, which computes nothing."""
    forward = find_member(machine, class_, "forward") if isinstance(class_, Class) else None
    return isinstance(forward, Function) and all(map(_does_nothing, machine.function(forward.id).body))


def _does_nothing(statement: Statement) -> bool:
    node = statement.node
    match node:
        case ir.Jump(kind="pass"):
            return True
        case ir.Evaluate(value=ir.Constant()):
            return True
        case ir.Return(value=value):
            return value is None or all(map(_is_none, value.elements if isinstance(value, ir.Sequence) else (value,)))
        case _:
            return False


def _is_none(value: ir.Expr) -> bool:
    return isinstance(value, ir.Constant) and value.kind == "NoneType"
