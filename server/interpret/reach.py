"""What can be reached from a value, and small questions about values that many modules ask."""

from __future__ import annotations

from collections.abc import Sequence

from ..program.facts import Collection, Foreign, Model, Optimizer, Parameters, Unresolved
from ..program.site import Site
from ..program.states import Mode, any_of
from ..program.values import (
    NOTHING,
    Choice,
    Method,
    Partial,
    Reference,
    Super,
    Tensor,
    TupleValue,
    Unknown,
    Use,
    Value,
    device_of,
)
from ..pytorch.facts import TensorFunction
from ..semantics.spelling import text_of
from ..syntax import ir
from .footprint import MODULES
from .frames import Arguments
from .join import join_values
from .machine import Machine

BATCH = "a batch of a loader"
"""Why the elements of a known loader, and their parts, are unknown: where they are has been decided by it."""


def reached(machine: Machine, value: Value) -> frozenset[int]:
    """The models that took part in a value: those in its graph, or found inside it."""
    match value:
        case Tensor():
            return value.models
        case Unknown():
            return value.reaches
        case TupleValue():
            return NOTHING.union(*(reached(machine, element) for element in value.elements))
        case Choice():
            return NOTHING.union(*(reached(machine, option) for option in value.options))
        case Reference():
            return _reached_object(machine, value.object)
        case Method() | Super():
            return reached(machine, value.receiver)
        case _:
            return NOTHING


def _reached_object(machine: Machine, object_: int) -> frozenset[int]:
    result: set[int] = set()
    for found in objects_reached(machine, [Reference(object_)]):
        facts = machine.live().heap.get(found)
        if isinstance(facts, Model | Unresolved):
            result.add(found)
        elif isinstance(facts, Collection):
            for element in facts.elements:
                if isinstance(element, Tensor):
                    result |= element.models
                elif isinstance(element, Unknown):
                    result |= element.reaches
    return frozenset(result)


def objects_reached(machine: Machine, values: list[Value], *, in_use: bool = False) -> set[int]:
    """Every object that code holding these values can get at.

    With `in_use` an optimizer or parameters do not lead to their models, since they are no way to call these; what
    flowed into an unknown value does count, since it may be kept there.
    """
    state = machine.live()
    found: set[int] = set()
    todo = list(values)
    while todo:
        value = todo.pop()
        match value:
            case Reference():
                if value.object in found:
                    continue
                found.add(value.object)
                todo.extend(state.members_of(value.object).values())
                if not (in_use and isinstance(state.heap.get(value.object), Optimizer | Parameters)):
                    todo.extend(_inside(machine, value.object))
            case Unknown() if in_use:
                todo.extend(map(Reference, value.reaches))
            case TupleValue():
                todo.extend(value.elements)
            case Choice():
                todo.extend(value.options)
            case Method() | Super():
                todo.append(value.receiver)
            case Partial():
                todo.append(value.function)
                todo.extend(value.positional)
                todo.extend(argument for _, argument in value.keywords)
            case _:
                pass
    return found


def _inside(machine: Machine, object_: int) -> list[Value]:
    match machine.live().heap.get(object_):
        case Collection() as facts:
            return list(facts.elements)
        case Model() as facts:
            wrapped = [] if facts.wraps is None else [facts.wraps]
            return [Reference(child) for child in (*facts.children, *wrapped)]
        case Optimizer() | Parameters() as facts:
            return [Reference(source.model) for source in facts.sources]
        case Foreign() as facts:
            return [value for _, value in facts.arguments]
        case _:
            return []


def root_of(machine: Machine, model: int) -> int:
    """The model whose parameters a wrapper shares (itself when it wraps nothing)."""
    heap = machine.live().heap
    for _ in range(8):
        facts = heap.get(model)
        if not isinstance(facts, Model) or facts.wraps is None:
            break
        model = facts.wraps
    return model


def parts_of(machine: Machine, model: int) -> frozenset[int]:
    """A model with all modules registered in it, as far as they are visible."""
    state = machine.live()
    heap = state.heap
    found: set[int] = set()
    todo = [model]
    while todo:
        part = todo.pop()
        if part in found:
            continue
        found.add(part)
        facts = heap.get(part)
        if type(facts) is Model:
            todo.extend(facts.children)
            if facts.wraps is not None:
                todo.append(facts.wraps)
        for member in state.members_of(part).values():
            if type(member) is Reference and type(heap.get(member.object)) in MODULES:
                todo.append(member.object)
    return frozenset(found)


def wholes_of(machine: Machine, model: int) -> frozenset[int]:
    """The models that a model is part of, itself included."""
    machine.journal.saw_modules = True
    state = machine.live()
    heap = state.heap
    holders: dict[int, list[int]] = {}
    for whole, facts in heap.items():
        if type(facts) is Model:
            for part in (*facts.children, *(() if facts.wraps is None else (facts.wraps,))):
                holders.setdefault(part, []).append(whole)
        for member in state.members_of(whole).values():
            if type(member) is Reference and type(heap.get(member.object)) in MODULES:
                holders.setdefault(member.object, []).append(whole)
    found: set[int] = set()
    todo = [model]
    while todo:
        whole = todo.pop()
        if whole not in found:
            found.add(whole)
            todo.extend(holders.get(whole, ()))
    return frozenset(whole for whole in found if isinstance(heap.get(whole), Model))


def of_unknown(machine: Machine, whole: Value, why: str) -> Unknown:
    """A part of something unknown: what holds of all of it holds of the part."""
    severed = whole.severed if isinstance(whole, Unknown) and whole.severed and whole.severed.kind == "tensor" else None
    if isinstance(whole, Unknown) and whole.why == BATCH:
        why = BATCH
    return Unknown(why, reached(machine, whole), device=device_of(whole), severed=severed)


def elements_of(machine: Machine, value: Value) -> tuple[Value, ...] | None:
    """The elements of a tuple or collection when all are known, else None."""
    if isinstance(value, TupleValue):
        return value.elements
    facts = machine.facts(value)
    if isinstance(facts, Collection) and facts.exact and facts.kind != "dict":
        return facts.elements
    return None


def join_plain(machine: Machine, one: Value, other: Value) -> Value:
    """One of two values that exist in the same state."""
    if one == other:
        return one
    return join_values(one, other, lambda a, b: join_plain(machine, a, b))


def one_of(machine: Machine, values: Sequence[Value]) -> Value:
    """One of several values that exist in the same state; there is one at least."""
    result = values[0]
    for other in values[1:]:
        result = join_plain(machine, result, other)
    return result


def callee_text(machine: Machine) -> str:
    """How what is being called is written."""
    return "" if machine.callee is None else text_of(machine.callee)


def receiver_text(machine: Machine) -> str:
    """How the object whose method is being called is written."""
    return callee_text(machine).rpartition(".")[0]


def first_argument_text(machine: Machine) -> str:
    """How the first argument of the call being made is written."""
    call = machine.call_written
    return text_of(call.arguments[0].value) if call is not None and call.arguments else ""


def argument_text(machine: Machine, node: int) -> str:
    """How an argument of the call being made is written, where it is a name or a chain of attributes and calls."""
    call = machine.call_written
    if call is None:
        return ""
    return next((text_of(argument.value) for argument in call.arguments if argument.value.n == node), "")


def uses_of(machine: Machine, models: frozenset[int]) -> frozenset[Use]:
    """The uses of models that took part in an unknown value, in the mode they are in now."""
    heap = machine.live().heap
    return frozenset(
        Use(model, facts.mode if isinstance(facts := heap.get(model), Model) else any_of(Mode.ANY)) for model in models
    )


def operand_site(
    machine: Machine, arguments: Arguments, bound: dict[str, tuple[Value, int]], row: TensorFunction
) -> Site | None:
    """Where the tensor is written that a function is applied to: its first argument, or else the method's receiver."""
    if row.inputs and row.inputs[0] in bound:
        return machine.site(bound[row.inputs[0]][1])
    callee = machine.callee
    if not arguments.starred and isinstance(callee, ir.Attribute):
        return machine.site(callee.value.n)
    return None
