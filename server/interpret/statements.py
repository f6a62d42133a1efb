"""What each kind of statement does to the state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from ..program.events import Accumulated
from ..program.facts import Collection, Model, Parameters
from ..program.record import replace
from ..program.values import NONE, Method, Reference, Tensor, Unknown, Value
from ..semantics.spelling import text_of
from ..syntax import ir
from ..syntax.tree import Statement
from .branches import run_if, run_match, run_try
from .containers import call_collection_method
from .contexts import run_with
from .definitions import define_class, define_function
from .frames import Arguments
from .gradients import assigned_gradient, unknown_gradients
from .half_typed import completion, run_completed
from .havoc import havoc
from .imports import run_import, run_import_from
from .loops import run_for, run_while
from .machine import Machine
from .operators import binary
from .targets import assign
from .truth import assume, set_at, truth, value_at
from .uncalled import note_bare
from .updates import changed_in_place, rebound


def _assign(machine: Machine, statement: Statement) -> None:
    node = cast("ir.Assign", statement.node)
    value = machine.evaluate(node.value)
    if machine.state is None:
        return
    for target in node.targets:
        summed = _summed(machine, target, node.value, value)
        assign(machine, target, rebound(machine, target, node.value, summed))


def _annotate(machine: Machine, statement: Statement) -> None:
    node = cast("ir.Annotate", statement.node)
    if node.value is not None:
        value = machine.evaluate(node.value)
        if machine.state is not None:
            assign(machine, node.target, value)


def _augment(machine: Machine, statement: Statement) -> None:
    node = cast("ir.Augment", statement.node)
    old = machine.evaluate(node.target)
    added = machine.evaluate(node.value)
    if machine.state is None:
        return
    facts = machine.facts(old)
    if node.op == "+" and isinstance(old, Reference) and facts is not None:
        if isinstance(facts, Collection):
            call_collection_method(machine, old, facts, "extend", Arguments([(added, node.value.n)]), node.n)
            return
        if isinstance(facts, Model):
            machine.call(Method(old, "extend"), Arguments([(added, node.value.n)]), node.n)
            return
        if isinstance(facts, Parameters):
            value = binary(machine, "+", old, added, node.n)
            assign(machine, node.target, value)
            return
    value = binary(machine, node.op, old, added, node.n)
    value = _accumulated(machine, node.target, value, added, node.value.n)
    if isinstance(old, Tensor):
        value = changed_in_place(machine, node.target, old, value)
    set_at(machine, node.target, value) if value_at(machine, node.target) is not None else assign(
        machine, node.target, value
    )


def _summed(machine: Machine, target: ir.Expr, source: ir.Expr, value: Value) -> Value:
    """The value for a target; `total = total + loss` is an accumulation like `total += loss`."""
    if not isinstance(value, Tensor) or not isinstance(source, ir.Binary) or source.op != "+":
        return value
    place = text_of(target)
    for own, added in ((source.left, source.right), (source.right, source.left)):
        other = _weighted(machine, added)
        if place and text_of(own) == place and isinstance(other, Tensor):
            return _accumulated(machine, target, value, other, added.n)
    return value


def _weighted(machine: Machine, expr: ir.Expr) -> Value | None:
    """What a place holds, or what is multiplied with or divided by something in an expression."""
    if isinstance(expr, ir.Binary) and expr.op in ("*", "/"):
        parts = (_weighted(machine, expr.left), _weighted(machine, expr.right))
        tensors = [part for part in parts if isinstance(part, Tensor)]
        return tensors[0] if len(tensors) == 1 else None
    return value_at(machine, expr)


def _accumulates(machine: Machine, target: ir.Expr) -> bool:
    """Whether a variable outlives the iteration of the innermost loop around, or, as an attribute, the call."""
    loops = machine.frame.loops
    if isinstance(target, ir.Name):
        return bool(loops) and target.id in loops[-1].outlives
    return bool(loops) or isinstance(target, ir.Attribute)


def _accumulated(machine: Machine, target: ir.Expr, value: Value, added: Value, node: int) -> Value:
    if not isinstance(value, Tensor) or not isinstance(added, Tensor) or not _accumulates(machine, target):
        return value
    if (not added.graph and added.requires_grad is not True) or machine.live().gradients_enabled is not True:
        return value
    machine.record(Accumulated(*machine.place(0), text_of(target), value, added, machine.site(node)))
    return replace(value, accumulated=value.accumulated | {machine.site()})


def _evaluate(machine: Machine, statement: Statement) -> None:
    expression = cast("ir.Evaluate", statement.node).value
    note_bare(machine, expression, machine.evaluate(expression))


def _return(machine: Machine, statement: Statement) -> None:
    node = cast("ir.Return", statement.node)
    value: Value = NONE if node.value is None else machine.evaluate(node.value)
    if machine.state is not None:
        machine.frame.returns.append((machine.state, value))
        machine.state = None


def _raise(machine: Machine, statement: Statement) -> None:
    node = cast("ir.Raise", statement.node)
    if node.exception is not None:
        machine.evaluate(node.exception)
    machine.state = None


def _assert(machine: Machine, statement: Statement) -> None:
    node = cast("ir.Assert", statement.node)
    value = machine.evaluate(node.test)
    if machine.state is None:
        return
    if truth(machine, value) is False:
        machine.state = None
    else:
        assume(machine, node.test, True)


def _delete(machine: Machine, statement: Statement) -> None:
    for target in cast("ir.Delete", statement.node).targets:
        if isinstance(target, ir.Name):
            machine.live().uncertain_names |= {target.id}
            machine.live().variables(machine.frame.id).pop(target.id, None)
        elif isinstance(target, ir.Attribute):
            owner = machine.evaluate(target.value)
            if isinstance(owner, Reference):
                machine.live().remove_member(owner.object, target.attr)
            elif target.attr == "grad" and isinstance(owner, Tensor):
                assigned_gradient(machine, owner, NONE)
            elif target.attr == "grad":
                unknown_gradients(machine)


def _jump(machine: Machine, statement: Statement) -> None:
    kind = cast("ir.Jump", statement.node).kind
    if kind == "pass" or machine.state is None:
        return
    if machine.frame.loops:
        loop = machine.frame.loops[-1]
        (loop.breaks if kind == "break" else loop.continues).append(machine.state)
    machine.state = None


def _nothing(machine: Machine, statement: Statement) -> None:
    del machine, statement


def _type_alias(machine: Machine, statement: Statement) -> None:
    machine.bind(cast("ir.TypeAliasStatement", statement.node).name.id, Unknown("a type"))


def _hole(machine: Machine, statement: Statement) -> None:
    """A line that cannot be read: its names may be read, bound anew, or handed to anything.

    A half-typed line is run as it will be when it is completed; what is still missing of it is unknown.
    """
    node = cast("ir.Hole", statement.node)
    machine.live().uncertain_names |= frozenset(node.names)
    # How a line goes on is read off the whole file, so any change of the file may change it.
    machine.journal.rests_on[machine.frame.module.path] = machine.frame.module.body
    machine.journal.saw_everything = True
    completed = machine.tables.completed.get(statement)
    if completed is None and node.guess is not None:
        completed = machine.tables.completed[statement] = completion(machine, statement, node.guess)
    if completed is not None:
        run_completed(machine, completed)
        return
    values: list[Value] = []
    state = machine.live()
    for name in node.names:
        value = value_at(machine, ir.Name(0, name))
        if value is not None:
            values.append(value)
    havoc(machine, values)
    variables = state.variables(machine.frame.id)
    for name in node.names:
        if name in variables and not isinstance(variables[name], Reference):
            variables[name] = Unknown("a line here cannot be read")
    if statement.body:
        machine.execute(statement.body)


def _decorator(machine: Machine, statement: Statement) -> None:
    machine.evaluate(cast("ir.Decorator", statement.node).value)


EXECUTE: dict[type, Callable[[Machine, Any], None]] = {
    ir.Assign: _assign,
    ir.Annotate: _annotate,
    ir.Augment: _augment,
    ir.Evaluate: _evaluate,
    ir.Return: _return,
    ir.Raise: _raise,
    ir.Assert: _assert,
    ir.Delete: _delete,
    ir.Jump: _jump,
    ir.Declare: _nothing,
    ir.Import: run_import,
    ir.ImportFrom: run_import_from,
    ir.TypeAliasStatement: _type_alias,
    ir.Hole: _hole,
    ir.If: run_if,
    ir.While: run_while,
    ir.For: run_for,
    ir.With: run_with,
    ir.Try: run_try,
    ir.Match: run_match,
    ir.FunctionDef: define_function,
    ir.ClassDef: define_class,
    ir.Decorator: _decorator,
    ir.Clause: _nothing,
    ir.Except: _nothing,
    ir.Case: _nothing,
}
