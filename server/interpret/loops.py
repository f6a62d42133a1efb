"""Loops: the first iteration by itself, then the body again and again until nothing new is learnt."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from ..semantics.liveness import dead_at_head, read_by_functions
from ..semantics.scopes import names_bound, names_in_target, statements_of
from ..syntax import ir
from ..syntax.tree import Statement
from .batches import assumed_on_cpu, moved_within
from .frames import Loop
from .iteration import any_element, run_through
from .machine import Machine
from .state import State
from .tables import LoopText
from .targets import assign
from .truth import assume, truth

MOST_ROUNDS = 6


def run_for(machine: Machine, statement: Statement) -> None:
    """`for target in iterable:`. It is taken to run at least twice."""
    node = cast("ir.For", statement.node)
    iterable = machine.evaluate(node.iterable)
    if machine.state is None:
        return
    counters = frozenset(names_in_target(node.target))
    moved = _text(machine, statement).moves_target

    def enter() -> bool:
        machine.statement = statement
        element = any_element(machine, iterable)
        assign(machine, node.target, assumed_on_cpu(element) if moved else element)
        return True

    run_through(machine, iterable, node.iterable, partly=_text(machine, statement).leaves_early)
    _run(machine, statement, counters, enter, endless=False)


def run_while(machine: Machine, statement: Statement) -> None:
    """`while test:`; `while True` is left by `break` alone."""
    node = cast("ir.While", statement.node)
    machine.statement = statement
    first = truth(machine, machine.evaluate(node.test))
    if machine.state is None:
        return
    if first is False:
        machine.execute(statement.orelse)
        return
    endless = isinstance(node.test, ir.Constant) and bool(node.test.value)

    def enter() -> bool:
        machine.statement = statement
        machine.evaluate(node.test)
        if machine.state is not None:
            assume(machine, node.test, True)
        return machine.state is not None

    _run(machine, statement, frozenset(), enter, endless=endless)


def _run(
    machine: Machine, statement: Statement, counters: frozenset[str], enter: Callable[[], bool], *, endless: bool
) -> None:
    variables = machine.live().frames.get(machine.frame.id, {})
    loop = Loop(machine.site(), frozenset(variables) - counters, counters, _text(machine, statement).written)
    # Inside a later iteration of a loop around, the first iteration of this one is nothing special any more.
    later = machine.repeating()
    machine.frame.loops.append(loop)
    head = machine.state if later else _iterate(machine, statement, loop, machine.state, enter, 0)
    loop.again = True
    back = None
    dead = _text(machine, statement).dead
    if head is not None:
        head = _without(machine, head, dead)
        for round_ in range(MOST_ROUNDS):
            mark = len(machine.events)
            back = _iterate(machine, statement, loop, head.copy(), enter, round_ + 1)
            next_ = None if back is None else _without(machine, back, dead)
            joined = machine.join(head, next_, both_happen=True)
            if joined == head or joined is None or round_ == MOST_ROUNDS - 1:
                break
            head = joined
            del machine.events[mark:]
    machine.frame.loops.pop()
    after = None if endless else (back if back is not None else head)
    machine.state = after
    if after is not None and statement.orelse:
        machine.execute(statement.orelse)
    for left in loop.breaks:
        machine.state = machine.join(machine.state, left)


def _iterate(
    machine: Machine, statement: Statement, loop: Loop, state: State | None, enter: Callable[[], bool], pass_: int
) -> State | None:
    """One iteration from a state: the state in which the next one would begin."""
    machine.state = state
    loop.continues.clear()
    outer, machine.context = machine.context, machine.tables.number((machine.context, statement.key, pass_))
    entered = enter()
    if entered:
        machine.execute(statement.body)
    machine.context = outer
    if not entered:
        return None
    result = machine.state
    for left in loop.continues:
        # Some iteration gets to the end of the body; whether any leaves it early is another matter.
        result = machine.join(result, left, first_happens=True)
    return result


def _text(machine: Machine, statement: Statement) -> LoopText:
    """What the text of a loop says, read once for each version of it."""
    tables = machine.tables
    function = machine.frame.function
    scope = machine.frame.module.body if function is None else function.body
    found = tables.loops.get(statement)
    if found is None or found.scope is not scope:
        read = tables.read_by_functions.get(scope)
        if read is None:
            read = tables.read_by_functions[scope] = read_by_functions(scope)
        nodes = [inner.node for inner in statements_of(statement.body)]
        early = any(
            isinstance(node, ir.Return) or (isinstance(node, ir.Jump) and node.kind == "break") for node in nodes
        )
        written = frozenset([name for node in nodes for name in names_bound(node)])
        found = tables.loops[statement] = LoopText(
            scope, dead_at_head(statement) - read, written, early, _moves_target(statement)
        )
    return found


def _moves_target(statement: Statement) -> bool:
    node = statement.node
    return isinstance(node, ir.For) and moved_within(statement.body, frozenset(names_in_target(node.target)))


def _without(machine: Machine, state: State, names: frozenset[str]) -> State:
    variables = state.frames.get(machine.frame.id, {})
    gone = [name for name in names if name in variables]
    if not gone:
        return state
    state = state.copy()
    own = state.variables(machine.frame.id)
    for name in gone:
        del own[name]
    return state


def happens_sometimes(machine: Machine, test: ir.Expr) -> bool:
    """Whether a test inside a loop comes out true in some iteration as surely as can be read off the text.

    That is so for a counter taken modulo something, and for a test that does not change while the loop runs
    (which a user sets to make it happen). `epoch == last` and `acc > best` are not of that kind.
    """
    loops = machine.frame.loops
    names = _names_in(test) if loops or machine.frame.repeats else None
    if names is None:
        return False
    if not loops:
        # A function that is called in a loop gets the counter as an argument.
        return _has_modulo(test)
    loop = loops[-1]
    counters = frozenset(name for each in loops for name in each.counters)
    changing = names & (loop.written | counters)
    if not changing:
        return bool(names)
    return _has_modulo(test)


def _names_in(expr: ir.Expr) -> frozenset[str] | None:
    """The names a test reads; None when it calls something."""
    match expr:
        case ir.Name():
            return frozenset({expr.id})
        case ir.Constant():
            return frozenset()
        case ir.Attribute():
            return _names_in(expr.value)
        case ir.Unary():
            return _names_in(expr.operand)
        case ir.Binary() | ir.Boolean():
            left, right = _names_in(expr.left), _names_in(expr.right)
            return None if left is None or right is None else left | right
        case ir.Compare():
            found = _names_in(expr.left)
            for _, operand in expr.comparisons:
                names = _names_in(operand)
                found = None if found is None or names is None else found | names
            return found
        case _:
            return None


def _has_modulo(expr: ir.Expr) -> bool:
    match expr:
        case ir.Binary():
            return expr.op == "%" or _has_modulo(expr.left) or _has_modulo(expr.right)
        case ir.Unary():
            return _has_modulo(expr.operand)
        case ir.Compare():
            return _has_modulo(expr.left) or any(_has_modulo(operand) for _, operand in expr.comparisons)
        case ir.Boolean():
            return _has_modulo(expr.left) and _has_modulo(expr.right)
        case _:
            return False
