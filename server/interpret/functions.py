"""Calls of visible functions: executed in place, with the caller's objects."""

from __future__ import annotations

from collections.abc import Callable

from ..program.facts import Collection
from ..program.values import NONE, NOTHING, Constant, Function, TupleValue, Unknown, Value
from ..semantics.scopes import Scope, scope_of
from ..syntax import ir
from .frames import Arguments, Frame
from .havoc import havoc
from .machine import DEEPEST_CALL, STEPS_PER_DEPTH, Machine, OverBudget
from .reach import join_plain, reached
from .tables import FunctionDefinition

_LAMBDA_BODY: tuple[()] = ()


def call_function(
    machine: Machine,
    function: Function,
    arguments: Arguments,
    node: int,
    *,
    receiver: Value | None = None,
    resume: Callable[[Value], None] | None = None,
) -> Value:
    """The result of calling a visible function; what it does happens to the state.

    `receiver` is passed as the first argument. `resume` runs where the function yields (context managers).
    Recursion, calls deeper than `DEEPEST_CALL` and calls over budget leave everything reachable unknown.
    """
    definition = machine.function(function.id)
    machine.journal.called.add(function.id)
    given = arguments
    if receiver is not None:
        given = Arguments([(receiver, node), *arguments.positional], arguments.keywords, arguments.open)
    if machine.depth >= machine.deepest or function.id in machine.active:
        return _unseen(machine, given, node, f"`{definition.name}` is called too deep to follow")
    if resume is None and machine.is_too_large(function.id):
        return _unseen(machine, given, node, f"`{definition.name}` is too large to follow")
    frame = _frame(machine, function, definition, node, receiver, resume)
    _bind(machine, frame, definition, given)
    return run_frame(machine, frame, definition, given, node, function.id)


def run_frame(
    machine: Machine,
    frame: Frame,
    definition: FunctionDefinition,
    given: Arguments,
    node: int,
    number: int | None = None,
) -> Value:
    """Execute a function's body in a frame whose parameters are bound, and leave the frame again."""
    state = machine.live()
    caller, statement, gradients = machine.frame, machine.statement, state.gradients_enabled
    device_asked = state.device_asked
    if definition.gradients is not None:
        state.gradients_enabled = definition.gradients
    machine.frame = frame
    context, machine.context = machine.context, machine.tables.number((machine.context, frame.id, machine.hush()))
    machine.depth += 1
    machine.active.append(machine.tables.number(("function", definition.site)))
    exceeded = False
    limit, active, quiet = machine.limit, len(machine.active), machine.quiet
    machine.limit = min(limit, machine.steps + STEPS_PER_DEPTH[min(machine.depth, DEEPEST_CALL)])
    try:
        result = _body(machine, frame, definition)
    except OverBudget:
        if machine.depth > 1 and machine.steps > limit:
            raise
        del machine.active[active:]
        machine.quiet = quiet
        result = _unseen(machine, given, node, f"`{definition.name}` is too large to follow")
        exceeded = True
    finally:
        machine.frame, machine.statement, machine.context = caller, statement, context
        machine.limit = limit
        machine.depth -= 1
        machine.active.pop()
    if exceeded and number is not None:
        machine.found_too_large(number)
    if machine.state is not None:
        machine.state.device_asked = device_asked
        machine.state.gradients_enabled = (
            gradients if definition.gradients is not None else machine.state.gradients_enabled
        )
        _leave(machine, frame, result)
    return result


def _body(machine: Machine, frame: Frame, definition: FunctionDefinition) -> Value:
    if definition.expression is not None:
        machine.statement = definition.statement
        return machine.evaluate(definition.expression)
    machine.execute(definition.body)
    result: Value | None = None if machine.state is None else NONE
    for state, value in frame.returns:
        both = machine.join(machine.state, state)
        result = value if result is None else join_plain(machine, result, value)
        machine.state = both
    return NONE if result is None else result


def _frame(
    machine: Machine,
    function: Function,
    definition: FunctionDefinition,
    node: int,
    receiver: Value | None,
    resume: Callable[[Value], None] | None,
) -> Frame:
    site = machine.site(node)
    number = machine.tables.number((machine.frame.id, site, function.id))
    machine.live().open_frame(number)
    outer = definition.outer if not definition.outer else (*definition.outer[:-1], function.frame)
    return Frame(
        number,
        definition.module,
        function_scope(machine, definition),
        outer,
        (*machine.frame.trail, site),
        definition,
        receiver,
        resume=resume,
        repeats=machine.repeating(),
        lightning=machine.frame.lightning,
    )


def function_scope(machine: Machine, definition: FunctionDefinition) -> Scope:
    """The scope of a function's variables."""
    if definition.statement is None or definition.expression is not None:
        return scope_of(_LAMBDA_BODY, definition.parameters)
    return machine.tables.scope(definition.statement, definition.parameters)


def _leave(machine: Machine, frame: Frame, result: Value) -> None:
    """Forget the variables of a finished call, unless a function that outlives it closes over them."""
    captured = frame.id in machine.journal.captured
    if not captured and not (isinstance(result, Function) and result.frame == frame.id):
        machine.live().close_frame(frame.id)


def _bind(machine: Machine, frame: Frame, definition: FunctionDefinition, given: Arguments) -> None:
    variables = machine.live().variables(frame.id)
    positional = list(given.positional)
    keywords = dict(given.keywords)
    for parameter in definition.parameters:
        if parameter.star == "*":
            if parameter.name:
                rest = TupleValue(tuple(value for value, _ in positional))
                variables[parameter.name] = Unknown("further arguments") if given.open else rest
                positional = []
        elif parameter.star == "**":
            names = tuple(keywords)
            values = tuple(value for value, _ in keywords.values())
            keys = None if given.open else tuple(Constant("str", name) for name in names)
            facts = Collection(definition.site, "dict", values, not given.open, keys)
            variables[parameter.name] = machine.allocate(facts, 0, ("keywords", frame.id))
        elif positional and not parameter.keyword_only:
            variables[parameter.name] = positional.pop(0)[0]
        elif parameter.name in keywords:
            variables[parameter.name] = keywords.pop(parameter.name)[0]
        elif given.open:
            variables[parameter.name] = Unknown("an argument passed with a star")
        elif parameter.default is not None:
            variables[parameter.name] = default_of(machine, parameter.default)
        else:
            variables[parameter.name] = machine.unknown(f"`{parameter.name}` is not passed", 0)


def default_of(machine: Machine, default: ir.Expr) -> Value:
    """The value of a parameter's default: only literals, which evaluate the same everywhere, are known."""
    if isinstance(default, ir.Constant):
        return Constant(default.kind, default.value)
    if isinstance(default, ir.Name | ir.Attribute):
        return machine.evaluate(default)
    return Unknown("the default of an argument")


def _unseen(machine: Machine, given: Arguments, node: int, why: str) -> Value:
    values = given.values()
    reach = NOTHING.union(*(reached(machine, value) for value in values))
    havoc(machine, values)
    return machine.unknown(why, node, reach)
