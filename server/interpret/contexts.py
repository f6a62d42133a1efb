"""`with`: what a context manager changes while its body runs."""

from __future__ import annotations

from typing import cast

from ..program.facts import Foreign, Instance
from ..program.values import NONE, External, Function, Method, Reference, Unknown, Value
from ..pytorch import lookup
from ..pytorch.facts import Context
from ..syntax import ir
from ..syntax.tree import Statement
from .calls import evaluate_arguments
from .classes import find_member
from .frames import Arguments
from .functions import call_function
from .library_contexts import enter_context
from .machine import Machine
from .state import State
from .targets import assign
from .uncalled import note_uncalled_context


def run_with(machine: Machine, statement: Statement) -> None:
    """`with items: body`."""
    _enter(machine, statement, 0)


def _enter(machine: Machine, statement: Statement, index: int) -> None:
    """Enter the items one after the other, then run the body."""
    items = cast("ir.With", statement.node).items
    if machine.state is None:
        return
    if index == len(items):
        machine.execute(statement.body)
        machine.statement = statement
        return
    item = items[index]
    generator = _own_context(machine, item.context)
    if generator is not None:
        function, arguments, receiver = generator
        _enter_own(machine, statement, index, function, arguments, receiver)
        return
    gradients, device = machine.state.gradients_enabled, machine.state.default_device
    value = machine.evaluate(item.context)
    if machine.now() is None:
        return
    left = _left(machine)
    note_uncalled_context(machine, item.context, value)
    enter_context(machine, value)
    entered = _call_own(machine, value, "__enter__", (), item.context.n)
    if item.target is not None:
        given = value if isinstance(value, Reference) else Unknown("what a context manager gives")
        assign(machine, item.target, given if entered in (None, NONE) else entered)
    _enter(machine, statement, index + 1)
    _call_own(machine, value, "__exit__", (NONE, NONE, NONE), item.context.n)
    # The context ends on every way out of it.
    for state in (machine.now(), *(state for state in _left(machine) if not any(state is other for other in left))):
        if state is not None:
            state.gradients_enabled, state.default_device = gradients, device


def _call_own(machine: Machine, value: Value, name: str, arguments: tuple[Value, ...], node: int) -> Value | None:
    """What a visible method of a context manager does when it is entered or left."""
    facts = machine.facts(value)
    if machine.state is None or not isinstance(facts, Instance) or not isinstance(value, Reference):
        return None
    member = find_member(machine, facts.class_, name)
    if not isinstance(member, Function):
        return None
    given = Arguments([(argument, node) for argument in arguments])
    return call_function(machine, member, given, node, receiver=value)


def _left(machine: Machine) -> list[State]:
    """The states in which control has left the function or the innermost loop so far."""
    frame = machine.frame
    jumps = [*frame.loops[-1].breaks, *frame.loops[-1].continues] if frame.loops else []
    return [state for state, _ in frame.returns] + jumps


def _own_context(machine: Machine, context: ir.Expr) -> tuple[Function, Arguments, Value | None] | None:
    """A call of a visible `@contextmanager` function: its body surrounds the with block."""
    if not isinstance(context, ir.Call) or not isinstance(context.func, ir.Name | ir.Attribute):
        return None
    callee = machine.evaluate(context.func)
    receiver: Value | None = None
    if isinstance(callee, Method) and callee.function is not None:
        receiver, callee = callee.receiver, callee.function
    if not isinstance(callee, Function) or machine.function(callee.id).kind != "context":
        return None
    return callee, evaluate_arguments(machine, context), receiver


def _enter_own(
    machine: Machine,
    statement: Statement,
    index: int,
    function: Function,
    arguments: Arguments,
    receiver: Value | None,
) -> None:
    outer = machine.frame
    target = cast("ir.With", statement.node).items[index].target

    def resume(value: Value) -> None:
        inner, inner_statement, depth = machine.frame, machine.statement, machine.depth
        machine.frame, machine.statement = outer, statement
        if target is not None:
            assign(machine, target, value)
        _enter(machine, statement, index + 1)
        machine.frame, machine.statement, machine.depth = inner, inner_statement, depth

    call_function(machine, function, arguments, 0, receiver=receiver, resume=resume)
    machine.statement = statement


def gradients_of_decorator(machine: Machine, value: Value) -> bool | None:
    """What a decorator such as `@torch.no_grad()` does to gradients in the function; None for nothing."""
    name = value.name if isinstance(value, External) else None
    facts = machine.facts(value)
    if isinstance(facts, Foreign):
        name = facts.class_
    row = lookup.fact(name) if name is not None else None
    if not isinstance(row, Context):
        return None
    if row.effect in ("no_grad", "inference_mode"):
        return False
    if row.effect == "enable_grad":
        return True
    return None
