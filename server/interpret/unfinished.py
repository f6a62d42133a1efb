"""Classes that somebody is still writing: what is missing in them today may be there in a minute."""

from __future__ import annotations

from ..program.values import Class, Function, Value
from ..syntax import ir
from ..syntax.tree import Statement
from .classes import find_member
from .machine import Machine


def unfinished(machine: Machine, class_: Value | None) -> bool:
    """Whether a visible module class has a placeholder for its constructor or its forward pass."""
    if not isinstance(class_, Class):
        return False
    forward, made = find_member(machine, class_, "forward"), find_member(machine, class_, "__init__")
    if isinstance(forward, Function) and all(map(_does_nothing, machine.function(forward.id).body)):
        return True
    # Nothing but `super().__init__()` is a constructor; with `pass` behind it, it is one that is to be written.
    rest = machine.function(made.id).body[1:] if isinstance(made, Function) else ()
    return any(_passes(statement) for statement in rest) and all(map(_does_nothing, rest))


def _passes(statement: Statement) -> bool:
    return isinstance(statement.node, ir.Jump) and statement.node.kind == "pass"


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
