"""Branches: `if`, `match` and `try`."""

from __future__ import annotations

from typing import cast

from ..program.values import UNKNOWN, Unknown
from ..syntax import ir
from ..syntax.tree import Statement
from .loops import happens_sometimes
from .machine import Machine
from .missing import prepared_for_errors
from .placement import asks_device
from .state import State
from .truth import assume, truth


def run_if(machine: Machine, statement: Statement) -> None:
    """`if test: ... else: ...`; a test whose outcome is known leaves only one way."""
    node = cast("ir.If", statement.node)
    value = machine.evaluate(node.test)
    if machine.state is None:
        return
    known = _is_main(machine, node.test)
    if known is None:
        known = truth(machine, value)
    if known is not None:
        machine.execute(statement.body if known else statement.orelse)
        return
    both_happen = happens_sometimes(machine, node.test)
    outside = machine.live().device_asked
    machine.live().device_asked = outside or asks_device(node.test)
    other = machine.live().copy()
    assume(machine, node.test, True)
    machine.execute(statement.body)
    taken, machine.state = machine.state, other
    machine.statement = statement
    assume(machine, node.test, False)
    machine.execute(statement.orelse)
    machine.state = machine.join(taken, machine.state, both_happen=both_happen)
    if machine.state is not None:
        machine.state.device_asked = outside


def _is_main(machine: Machine, test: ir.Expr) -> bool | None:
    """The main guard: true in the file that is run."""
    match test:
        case ir.Compare(left=ir.Name(id="__name__"), comparisons=(("==", ir.Constant(value="__main__")),)):
            return machine.frame.module.is_root
        case _:
            return None


def run_match(machine: Machine, statement: Statement) -> None:
    """`match subject:`: each case from the same state; nothing is assumed of the patterns."""
    node = cast("ir.Match", statement.node)
    subject = machine.evaluate(node.subject)
    if machine.state is None:
        return
    before = machine.state
    after: State | None = None
    exhausted = False
    for case in statement.handlers:
        machine.state = before.copy()
        machine.statement = case
        pattern = cast("ir.Case", case.node)
        for name in pattern.binds:
            machine.bind(name.id, subject if pattern.irrefutable else Unknown("part of a matched value"))
        if pattern.guard is not None:
            machine.evaluate(pattern.guard)
        machine.execute(case.body)
        after = machine.join(after, machine.state)
        exhausted = exhausted or (pattern.irrefutable and pattern.guard is None)
    machine.state = after if exhausted else machine.join(after, before)


def run_try(machine: Machine, statement: Statement) -> None:
    """`try: ... except: ... else: ... finally: ...`: a handler may begin anywhere in the body."""
    before = machine.live().copy()
    returned = len(machine.frame.returns)
    if statement.handlers:
        with prepared_for_errors(machine):
            machine.execute(statement.body)
    else:
        machine.execute(statement.body)
    after_body = machine.state
    entry = machine.join(before.copy(), None if after_body is None else after_body.copy())
    for state, _ in machine.frame.returns[returned:]:
        entry = machine.join(entry, state.copy())
    machine.state = after_body
    if after_body is not None:
        machine.execute(statement.orelse)
    after = machine.state
    for handler in statement.handlers:
        if entry is None:
            break
        machine.state = entry.copy()
        machine.statement = handler
        clause = cast("ir.Except", handler.node)
        if clause.name:
            machine.bind(clause.name, UNKNOWN)
        machine.execute(handler.body)
        after = machine.join(after, machine.state)
    machine.state = after
    if statement.final:
        if machine.state is None:
            # Only an exception gets there: what `finally` does is of no consequence for what follows.
            machine.state = entry
            machine.execute(statement.final)
            machine.state = None
        else:
            machine.execute(statement.final)
