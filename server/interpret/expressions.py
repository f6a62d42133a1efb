"""What an expression evaluates to, and what evaluating it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from ..program.facts import Collection
from ..program.record import replace
from ..program.values import (
    FALSE,
    NONE,
    TRUE,
    UNKNOWN,
    Choice,
    Constant,
    Function,
    Reference,
    Slice,
    Tensor,
    TupleValue,
    Unknown,
    Value,
)
from ..semantics.scopes import names_in_target
from ..syntax import ir
from ..syntax.complete import PLACEHOLDER
from .ambiguous import note_operand
from .attributes import get_attribute
from .calls import call_expression
from .containers import unpacked
from .frames import Loop
from .iteration import any_element, run_through
from .machine import Machine
from .made_inside import note_met
from .misfits import note_compared, note_difference, note_tuple
from .names import read_name
from .operators import binary, common_device, spread
from .parameters import filtered
from .placement import asks_device
from .reach import elements_of, join_plain, reached
from .readings import note_judged
from .replicated import is_one
from .roots import with_squares
from .saved import passed_on
from .severing import is_plain, severed_at
from .state import State
from .steps_apart import with_one
from .subscripts import get_item
from .tables import FunctionDefinition
from .targets import assign
from .truth import assume, truth
from .wanted_dtypes import note_subscript


def _name(machine: Machine, expr: ir.Name) -> Value:
    return read_name(machine, expr.id, expr.n)


def _attribute(machine: Machine, expr: ir.Attribute) -> Value:
    return get_attribute(machine, machine.evaluate(expr.value), expr.attr, expr)


def _subscript(machine: Machine, expr: ir.Subscript) -> Value:
    container = machine.evaluate(expr.value)
    index = machine.evaluate(expr.index)
    if isinstance(container, Tensor):
        note_subscript(machine, expr.index, index, expr.n)
    return get_item(machine, container, index, expr.n)


def _slice(machine: Machine, expr: ir.Slice) -> Value:
    parts = [None if part is None else machine.evaluate(part) for part in (expr.lower, expr.upper, expr.step)]
    return Slice(*parts)


def _constant(machine: Machine, expr: ir.Constant) -> Value:
    constants = machine.tables.constants
    found = constants.get(expr)
    if found is None:
        found = constants[expr] = Constant(expr.kind, expr.value)
    return found


def _formatted(machine: Machine, expr: ir.FormattedString) -> Value:
    for value in expr.values:
        machine.evaluate(value)
    return Unknown("a formatted text")


def _sequence(machine: Machine, expr: ir.Sequence) -> Value:
    elements: list[Value] = []
    exact = True
    for element in expr.elements:
        if isinstance(element, ir.Starred):
            value = machine.evaluate(element.value)
            inner = elements_of(machine, value)
            if inner is None:
                exact = False
                elements.append(unpacked(machine, value, expr.n, expr.kind))
            else:
                elements.extend(inner)
        else:
            elements.append(machine.evaluate(element))
    if expr.kind == "tuple" and exact:
        return TupleValue(tuple(elements))
    return machine.allocate(Collection(machine.site(expr.n), expr.kind, tuple(elements), exact), expr.n)


def _starred(machine: Machine, expr: ir.Starred) -> Value:
    return Unknown("unpacked elements", reached(machine, machine.evaluate(expr.value)))


def _dict(machine: Machine, expr: ir.Dict) -> Value:
    keys: list[Constant] = []
    values: list[Value] = []
    exact = True
    for key, value in expr.items:
        if key is None:
            exact = False
            values.append(Unknown("entries of another dict", reached(machine, machine.evaluate(value))))
            continue
        literal = machine.evaluate(key)
        values.append(machine.evaluate(value))
        if isinstance(literal, Constant):
            keys.append(literal)
        else:
            exact = False
    known = tuple(keys) if exact else None
    return machine.allocate(Collection(machine.site(expr.n), "dict", tuple(values), exact, known), expr.n)


def _binary(machine: Machine, expr: ir.Binary) -> Value:
    left = machine.evaluate(expr.left)
    right = machine.evaluate(expr.right)
    if expr.op == "-" and type(left) is Tensor and type(right) is Tensor:
        note_difference(machine, left, right, (expr.left.n, expr.right.n), expr.n)
    elif type(left) is Tensor and type(right) is TupleValue:
        note_tuple(machine, right, expr.op, expr.right.n, expr.n)
    elif type(left) is TupleValue and type(right) is Tensor:
        note_tuple(machine, left, expr.op, expr.left.n, expr.n)
    note_operand(machine, expr.left, left)
    note_operand(machine, expr.right, right)
    result = binary(machine, expr.op, left, right, expr.n)
    if type(result) is not Tensor:
        return result
    if type(right) is Constant or type(left) is Constant:
        result = with_one(machine, expr, left, right, result)
    return with_squares(machine, expr, left, right, result) if expr.op in ("+", "**") else result


def _unary(machine: Machine, expr: ir.Unary) -> Value:
    value = machine.evaluate(expr.operand)
    if expr.op == "not":
        known = truth(machine, value)
        return Unknown("a test") if known is None else (FALSE if known else TRUE)
    if isinstance(value, Constant) and expr.op == "-" and isinstance(value.value, int | float):
        return Constant(value.kind, -value.value)
    if isinstance(value, Tensor):
        kept = value.activation if value.activation is not None and value.activation.name == "linear" else None
        return replace(value, activation=kept, leaf=False, parameter=False, saved=passed_on([value]))
    return Unknown("a number", reached(machine, value))


def _boolean(machine: Machine, expr: ir.Boolean) -> Value:
    left = machine.evaluate(expr.left)
    known = truth(machine, left)
    goes_on = expr.op == "and"
    if known is not None:
        return machine.evaluate(expr.right) if known is goes_on else left
    before = machine.live().copy()
    assume(machine, expr.left, goes_on)
    right = machine.evaluate(expr.right)
    machine.state = machine.join(before, machine.state)
    if expr.op == "or" and isinstance(left, Choice) and NONE in left.options:
        rest = tuple(option for option in left.options if option != NONE)
        left = rest[0] if len(rest) == 1 else Choice(rest)
    return join_plain(machine, left, right)


def _compare(machine: Machine, expr: ir.Compare) -> Value:
    left = first = machine.evaluate(expr.left)
    result: bool | None = True
    tensors = isinstance(left, Tensor)
    note_operand(machine, expr.left, left)
    compared = [left]
    for op, operand in expr.comparisons:
        right = machine.evaluate(operand)
        note_operand(machine, operand, right)
        compared.append(right)
        tensors = tensors or isinstance(right, Tensor)
        outcome = _compared(op, left, right)
        result = False if outcome is False else (None if outcome is None else result)
        left = right
    if tensors and not any(op in ("is", "is not", "in", "not in") for op, _ in expr.comparisons):
        op, operand = expr.comparisons[0]
        note_judged(machine, op, [first, left], expr.n)
        note_met(machine, compared, expr.n)
        if len(compared) == 2 and op in ("==", "!="):
            note_compared(machine, op, compared, (expr.left.n, operand.n), expr.n)
        given = [value for value in compared if isinstance(value, Tensor)]
        return Tensor(
            requires_grad=False,
            leaf=True,
            device=common_device(given, len(given) < sum(not is_plain(value) for value in compared)),
            shape=spread(first, left) if len(compared) == 2 else None,
            dtype="bool",
            origin=machine.site(expr.n),
            severed=severed_at(machine, op, compared, expr.n, None),
        )
    return Unknown("a test") if result is None else (TRUE if result else FALSE)


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _compared(op: str, left: Value, right: Value) -> bool | None:
    if isinstance(left, Constant) and isinstance(right, Constant):
        if op in ("==", "is"):
            return left.value == right.value
        if op in ("!=", "is not"):
            return left.value != right.value
        both = (left.value, right.value)
        if op in _ORDER and all(isinstance(value, int | float) for value in both):
            return _ORDER[op](*cast("tuple[float, float]", both))
        return None
    if op in ("is", "is not", "==", "!=") and NONE in (left, right):
        other = right if left == NONE else left
        if isinstance(other, Unknown | Choice):
            return None
        return op in ("is not", "!=")
    return None


def _conditional(machine: Machine, expr: ir.Conditional) -> Value:
    known = truth(machine, machine.evaluate(expr.test))
    if isinstance(expr.orelse, ir.Name) and expr.orelse.id == PLACEHOLDER:
        return machine.evaluate(expr.body)
    if known is not None:
        assume(machine, expr.test, known)
        return machine.evaluate(expr.body if known else expr.orelse)
    outside = machine.live().device_asked
    machine.live().device_asked = outside or asks_device(expr.test)
    before = machine.live().copy()
    assume(machine, expr.test, True)
    body = machine.evaluate(expr.body)
    after, machine.state = machine.state, before
    assume(machine, expr.test, False)
    orelse = machine.evaluate(expr.orelse)
    result = either(machine, after, body, machine.now(), orelse)
    joined = machine.now()
    if joined is not None:
        joined.device_asked = outside
    return result


def either(machine: Machine, one: State | None, value: Value, other: State | None, another: Value) -> Value:
    """Go on from the join of two states; the value that was computed in one or the other."""
    name, frame = "the value of a path", machine.frame.id
    if one is not None:
        one.bind(frame, name, value)
    if other is not None:
        other.bind(frame, name, another)
    machine.state = machine.join(one, other)
    return UNKNOWN if machine.state is None else machine.state.variables(frame).pop(name)


def _walrus(machine: Machine, expr: ir.Walrus) -> Value:
    value = machine.evaluate(expr.value)
    assign(machine, expr.target, value)
    return value


def _lambda(machine: Machine, expr: ir.Lambda) -> Value:
    frame = machine.frame
    key = ("function", machine.site(expr.n))
    number = machine.tables.number(key)
    known = machine.tables.functions.get(number)
    if known is None or known.expression is not expr.body:
        machine.tables.functions[number] = machine.tables.definitions[number] = FunctionDefinition(
            frame.module, "<lambda>", expr.parameters, (), expr.body, machine.statement, machine.site(expr.n),
            (*frame.outer, frame.id),
        )  # fmt: skip
    return Function(number, "<lambda>", frame.id)


def _comprehension(machine: Machine, expr: ir.Comprehension) -> Value:
    variables = machine.live().variables(machine.frame.id)
    shadowed = {name: variables.get(name) for name in _comprehension_names(expr)}
    loop = Loop(machine.site(expr.n), frozenset(shadowed))
    count: int | None = 1
    over: list[Value] = []
    for generator in expr.generators:
        iterable = machine.evaluate(generator.iterable)
        known = elements_of(machine, iterable)
        count = None if known is None or count is None or generator.conditions else count * len(known)
        over.append(iterable)
        if expr.kind != "generator":
            run_through(machine, iterable, generator.iterable)
        assign(machine, generator.target, any_element(machine, iterable))
        machine.frame.loops.append(loop)
        loop.again = True
        for condition in generator.conditions:
            machine.evaluate(condition)
    if expr.key is not None:
        machine.evaluate(expr.key)
    element = machine.evaluate(expr.element)
    for _ in expr.generators:
        machine.frame.loops.pop()
    variables = machine.live().variables(machine.frame.id)
    for name, value in shadowed.items():
        if value is None:
            variables.pop(name, None)
        else:
            variables[name] = value
    one = is_one(machine, expr, element, frozenset(shadowed))
    if isinstance(element, Reference) and not one:
        facts = machine.facts(element)
        if facts is not None:
            machine.update(element.object, replace(facts, many=True))
    if one and expr.kind != "dict":
        return machine.allocate(Collection(machine.site(expr.n), "list", (element, element), exact=False), expr.n)
    if expr.kind != "generator":
        return machine.allocate(Collection(machine.site(expr.n), expr.kind, (element,), exact=False), expr.n)
    if len(over) == 1 and isinstance(element, Tensor) and element == any_element(machine, over[0]):
        chosen = filtered(machine, over[0], expr.n)
        if chosen is not None:
            return chosen
    facts = Collection(machine.site(expr.n), "generator", (element,), exact=False, over=tuple(over))
    return machine.allocate(facts, expr.n)


def _comprehension_names(expr: ir.Comprehension) -> set[str]:
    return {name for generator in expr.generators for name in names_in_target(generator.target)}


def _await(machine: Machine, expr: ir.Await) -> Value:
    return machine.evaluate(expr.value)


def _yield(machine: Machine, expr: ir.Yield) -> Value:
    value = NONE if expr.value is None else machine.evaluate(expr.value)
    if machine.frame.resume is not None:
        machine.frame.resume(value)
    return Unknown("a value sent to a generator")


EVALUATE: dict[type, Callable[[Machine, Any], Value]] = {
    ir.Name: _name,
    ir.Attribute: _attribute,
    ir.Subscript: _subscript,
    ir.Slice: _slice,
    ir.Call: call_expression,
    ir.Constant: _constant,
    ir.FormattedString: _formatted,
    ir.Sequence: _sequence,
    ir.Starred: _starred,
    ir.Dict: _dict,
    ir.Binary: _binary,
    ir.Unary: _unary,
    ir.Boolean: _boolean,
    ir.Compare: _compare,
    ir.Conditional: _conditional,
    ir.Walrus: _walrus,
    ir.Lambda: _lambda,
    ir.Comprehension: _comprehension,
    ir.Await: _await,
    ir.Yield: _yield,
}
