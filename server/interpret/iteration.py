"""What iterating over a value yields."""

from __future__ import annotations

from ..program.events import Consumed
from ..program.facts import EMPTY, FULL, Collection, Foreign, Model, Parameters, Unresolved
from ..program.record import replace
from ..program.states import only
from ..program.values import Choice, Reference, Tensor, TupleValue, Unknown, Use, Value, device_of
from ..semantics.spelling import text_of
from ..syntax import ir
from .batches import batch_of, is_loader
from .machine import Machine
from .reach import one_of, reached
from .rearranged_shapes import removed
from .saved import passed_on

DEEPEST_ITERATION = 8
"""Iterators around iterators that are followed; loops can make them hold each other without end."""


LOOP = "this loop"
"""The name under which a loop or comprehension runs through something."""
_LAZY = frozenset(
    {"builtins.enumerate", "builtins.zip", "builtins.map", "builtins.filter", "itertools.chain", "tqdm.tqdm"}
)
"""What runs through its arguments when it is run through itself."""


def run_through(machine: Machine, iterable: Value, expr: ir.Expr, *, partly: bool = False) -> None:
    """A loop or comprehension runs through a value, perhaps only `partly`."""
    consume(machine, iterable, expr.n, LOOP, text_of(expr), partly=partly)


def any_element(machine: Machine, iterable: Value) -> Value:
    """A value that stands for every element, whatever the iterable is."""
    found = some_element(machine, iterable)
    if found is not None:
        return found
    return Unknown(ELEMENT, reached(machine, iterable), device=device_of(iterable))


ELEMENT = "an element of an unknown iterable"


def some_element(machine: Machine, value: Value, depth: int = 0) -> Value | None:
    """A value that stands for every element; None when nothing is known of them."""
    if depth > DEEPEST_ITERATION:
        return None
    if isinstance(value, TupleValue):
        return joined(machine, value.elements)
    if isinstance(value, Tensor):
        return replace(value, shape=removed(value.shape, 0), leaf=None, parameter=False, saved=passed_on([value]))
    if not isinstance(value, Reference):
        return None
    match machine.facts(value):
        case Collection() as facts:
            if facts.kind == "dict":
                return joined(machine, facts.keys or ())
            return joined(machine, facts.elements)
        case Parameters() as facts:
            parameter = parameter_of(machine, facts)
            return TupleValue((Unknown("the name of a parameter"), parameter)) if facts.named else parameter
        case Model() as facts:
            return joined(machine, tuple(Reference(child) for child in facts.children))
        case Foreign() as facts if facts.class_ == "builtins.enumerate":
            inner = facts.argument("iterable")
            element = None if inner is None else some_element(machine, inner, depth + 1)
            return TupleValue((Unknown("a counter"), element or _element(machine, inner)))
        case Foreign() as facts if facts.class_ == "builtins.zip":
            return TupleValue(
                tuple(
                    some_element(machine, inner, depth + 1) or _element(machine, inner) for _, inner in facts.arguments
                )
            )
        case Foreign() as facts if facts.class_ in ("tqdm.tqdm", "itertools.cycle"):
            inner = facts.argument("iterable")
            return None if inner is None else some_element(machine, inner, depth + 1)
        case Foreign() as facts if is_loader(facts):
            return batch_of(machine, facts)
        case Unresolved() | Foreign():
            return None
        case _:
            return None


def _element(machine: Machine, value: Value | None) -> Value:
    return Unknown(ELEMENT, reached(machine, value) if value is not None else frozenset())


MOST_MODELS = 16
"""The models of a list that are told apart where any of them may be meant."""


def joined(machine: Machine, values: tuple[Value, ...]) -> Value | None:
    """A value that stands for every one of these; None for none."""
    if not values:
        return None
    if 1 < len(values) <= MOST_MODELS and all(machine.model(value) is not None for value in values):
        different = tuple(dict.fromkeys(values))
        return different[0] if len(different) == 1 else Choice(different)
    return one_of(machine, values)


def parameter_of(machine: Machine, facts: Parameters) -> Tensor:
    """One of the parameters of the sources."""
    uses: set[Use] = set()
    for source in facts.sources:
        model = machine.live().heap.get(source.model)
        if isinstance(model, Model):
            uses.add(Use(source.model, model.mode))
    complete = facts.complete and not facts.filtered
    return Tensor(graph=frozenset(uses), complete=complete, requires_grad=None, leaf=True, parameter=True)


def consume(
    machine: Machine, value: Value, node: int, by: str, name: str, depth: int = 0, *, partly: bool = False
) -> None:
    """Run through a value: a generator of parameters is empty afterwards, if it is not left half-way."""
    if not isinstance(value, Reference) or depth > DEEPEST_ITERATION:
        return
    facts = machine.facts(value)
    match facts:
        case Foreign() if facts.class_ in _LAZY:
            # The shortest of several ends them all; whether others are used up then depends on their lengths.
            partly = partly or (facts.class_ == "builtins.zip" and len(facts.arguments) > 1)
            inner = tuple(argument for _, argument in facts.arguments)
        case Collection() | Parameters():
            ended = isinstance(facts, Parameters) and (not facts.generator or facts.consumed == only(EMPTY))
            inner = () if ended else facts.over
        case _:
            return
    for argument in inner:
        consume(machine, argument, node, by, variable_of(machine, argument), depth + 1, partly=partly)
    if not isinstance(facts, Parameters):
        return
    machine.record(Consumed(*machine.place(node), value.object, facts, name, by))
    if facts.generator:
        consumed = facts.consumed.mapped({FULL: FULL | EMPTY if partly or facts.many else EMPTY})
        if partly or facts.many:
            consumed = consumed.weakened()
        consumed_at = facts.consumed_at if facts.consumed == only(EMPTY) else (machine.site(node),)
        machine.update(value.object, replace(facts, consumed=consumed, consumed_at=consumed_at))


def variable_of(machine: Machine, value: Value) -> str:
    """The variable in sight that holds an object; empty where there is none."""
    if not isinstance(value, Reference):
        return ""
    machine.journal.sought.add(value.object)
    variables = machine.live().frames.get(machine.frame.id, {})
    return next((name for name, held in variables.items() if held == value), "")
