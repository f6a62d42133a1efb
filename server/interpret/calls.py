"""Calls: which kind of thing is called, and what follows from that."""

from __future__ import annotations

import re

from ..program.events import Event
from ..program.facts import Collection, Foreign, Instance, Loss, Model, Unresolved
from ..program.record import replace
from ..program.slips import ValueCalled
from ..program.values import (
    NONE,
    NOTHING,
    Choice,
    Class,
    Constant,
    External,
    Function,
    Method,
    Partial,
    Reference,
    Tensor,
    TupleValue,
    Unknown,
    Value,
)
from ..pytorch import lookup
from ..pytorch.facts import Action
from ..syntax import ir
from .classes import find_member
from .externals import call_external
from .frames import Arguments
from .functions import call_function
from .gradients import unknown_gradients
from .havoc import havoc, unseen_call
from .hooks import note_forward
from .initialisation import super_of, used_early
from .instances import instantiate
from .losses import loss_object_called
from .machine import Machine
from .methods import call_method
from .misfits import forget_unsure
from .models import call_model
from .placement import usual_device
from .reach import callee_text, elements_of, reached
from .severing import without_gradients


def call_expression(machine: Machine, expr: ir.Call) -> Value:
    """A call as written."""
    func = expr.func
    if isinstance(func, ir.Name) and func.id == "super" and machine.frame.receiver is not None:
        owner = machine.frame.function.owner if machine.frame.function is not None else None
        if owner is not None:
            return super_of(machine, expr, machine.frame.receiver, owner)
    callee = machine.evaluate(func)
    if machine.state is None:
        return Unknown()
    arguments = evaluate_arguments(machine, expr)
    if machine.now() is None:
        return Unknown()
    machine.callee = func
    machine.call_written = expr
    return call(machine, callee, arguments, expr.n)


def evaluate_arguments(machine: Machine, expr: ir.Call) -> Arguments:
    """The arguments of a call, evaluated from left to right."""
    result = Arguments()
    for argument in expr.arguments:
        value = machine.evaluate(argument.value)
        node = argument.value.n
        if argument.star == "*":
            elements = elements_of(machine, value)
            if elements is None:
                result.open = True
                result.positional.append((Unknown("unpacked arguments", reached(machine, value)), node))
                result.starred.append(value)
            else:
                result.positional.extend((element, node) for element in elements)
        elif argument.star == "**":
            facts = machine.facts(value)
            if isinstance(facts, Collection) and facts.keys is not None:
                for key, entry in zip(facts.keys, facts.elements, strict=True):
                    result.keywords[str(key.value)] = (entry, node)
            else:
                result.open = True
                result.starred.append(value)
        elif argument.keyword:
            result.keywords[argument.keyword] = (value, node)
        else:
            result.positional.append((value, node))
    return result


def call(machine: Machine, callee: Value, arguments: Arguments, node: int) -> Value:
    """The result of calling a value."""
    machine.step()
    match callee:
        case Function():
            return _call_function(machine, callee, arguments, node)
        case Class():
            return instantiate(machine, callee, arguments, node)
        case External():
            return call_external(machine, callee.name, arguments, node)
        case Method():
            model = machine.model(callee.receiver) if callee.name == "forward" and callee.after is None else None
            if model is not None and isinstance(callee.receiver, Reference):
                note_forward(machine, callee.receiver, model, node)
                return call_model(machine, callee.receiver, model, arguments, node)
            if callee.function is not None:
                return call_function(machine, callee.function, arguments, node, receiver=callee.receiver)
            return call_method(machine, callee, arguments, node)
        case Partial():
            merged = Arguments(
                [(value, node) for value in callee.positional] + arguments.positional,
                {**{name: (value, node) for name, value in callee.keywords}, **arguments.keywords},
                arguments.open,
            )
            return call(machine, callee.function, merged, node)
        case Choice():
            return _call_choice(machine, callee, arguments, node)
        case Reference():
            return _call_object(machine, callee, arguments, node)
        case _:
            if isinstance(callee, Constant | TupleValue | Tensor) and callee != NONE:
                machine.record(ValueCalled(*machine.place(node), callee_text(machine)))
            only = _computes_only(machine, arguments.values())
            return unseen_call(machine, callee, arguments, node, "what is called here is not known", computes_only=only)


def _call_function(machine: Machine, callee: Function, arguments: Arguments, node: int) -> Value:
    """A function; of a method that is called through its class, the first argument is the receiver."""
    definition = machine.function(callee.id)
    if definition.owner is not None and definition.kind == "function" and arguments.positional:
        receiver = arguments.positional[0][0]
        if isinstance(machine.facts(receiver), Model | Instance):
            rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.open, arguments.starred)
            return call_function(machine, callee, rest, node, receiver=receiver)
    return call_function(machine, callee, arguments, node)


def _call_choice(machine: Machine, callee: Choice, arguments: Arguments, node: int) -> Value:
    before = machine.live()
    result: Value | None = None
    after = None
    start = len(machine.events)
    noted: list[list[Event]] = []
    for option in callee.options:
        if option == NONE:
            continue
        machine.state = before.copy()
        mark = len(machine.events)
        value = call(machine, option, arguments, node)
        noted.append(machine.events[mark:])
        state = machine.now()
        if state is None:
            continue
        name, frame = "the result of a call", machine.frame.id
        state.bind(frame, name, value)
        after = machine.join(after, state)
        result = None if after is None else after.frames[frame][name]
    machine.state = after
    forget_unsure(machine, noted, start)
    if after is None or result is None:
        return Unknown("a call that never returns")
    after.variables(machine.frame.id).pop("the result of a call", None)
    return result


def _call_object(machine: Machine, callee: Reference, arguments: Arguments, node: int) -> Value:
    facts = machine.facts(callee)
    match facts:
        case Model():
            used_early(machine, callee, facts, "__call__", node)
            return call_model(machine, callee, machine.model(callee) or facts, arguments, node)
        case Loss():
            return loss_object_called(machine, callee, facts, arguments, node)
        case Instance():
            member = find_member(machine, facts.class_, "__call__")
            if isinstance(member, Function):
                return call_function(machine, member, arguments, node, receiver=callee)
            return unseen_call(machine, callee, arguments, node, "an object with an unseen `__call__`")
        case Unresolved():
            return _call_unresolved(machine, callee, facts, arguments, node)
        case Foreign():
            return _call_foreign(machine, callee, facts, arguments, node)
        case Collection():
            machine.record(ValueCalled(*machine.place(node), callee_text(machine)))
            return unseen_call(machine, callee, arguments, node, "a collection is called")
        case _:
            return unseen_call(machine, callee, arguments, node, "what is called here is not known")


def _call_foreign(machine: Machine, callee: Reference, facts: Foreign, arguments: Arguments, node: int) -> Value:
    row = lookup.method(facts.class_, "__call__")
    if isinstance(row, Action):
        return call_method(machine, Method(callee, "__call__"), arguments, node)
    return unseen_call(machine, callee, arguments, node, f"`{facts.class_}` is called")


_OF_TRAINING = ("back", "engine", "fit", "grad", "learn", "optim", "propagat", "scale", "step", "train", "update")
"""What stands in the names of functions that may run a backward pass through what they are given."""


def _computes_only(machine: Machine, values: list[Value]) -> bool:
    """Whether a call of something unknown is for its result: it gets no objects, and goes by no name of training."""
    name = callee_text(machine).lower()
    return not any(word in name for word in _OF_TRAINING) and all(machine.facts(value) is None for value in values)


_ON_GRADIENTS = re.compile(r"zero|grad|clear|reset")
"""How a method may be called that clears gradients."""


def _call_unresolved(machine: Machine, callee: Reference, facts: Unresolved, arguments: Arguments, node: int) -> Value:
    """An unknown object is called: if it computes on tensors, its own parameters may take part as well."""
    reach = NOTHING.union(*(reached(machine, value) for value in arguments.values()))
    values = arguments.values()
    others = [value for value in values if not isinstance(value, Reference) or value != callee]
    havoc(machine, others, computes_only=_computes_only(machine, others))
    if _ON_GRADIENTS.search(facts.place.rpartition(".")[2]):
        unknown_gradients(machine)
    result = machine.unknown(f"`{facts.place}` is not known: {facts.why}", node, reach | {callee.object})
    result = replace(result, device=usual_device(values))
    return without_gradients(machine, result, node) if machine.live().gradients_enabled is False else result
