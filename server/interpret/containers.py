"""Methods of lists, dicts and sets."""

from __future__ import annotations

from ..program.events import Accumulated
from ..program.facts import Collection, Parameters
from ..program.record import replace
from ..program.values import NONE, Constant, Reference, Tensor, TupleValue, Unknown, Value
from .frames import Arguments
from .iteration import consume, some_element
from .machine import Machine
from .reach import callee_text, elements_of, reached, receiver_text
from .use import uses_of_place

MOST_ELEMENTS = 64


def call_collection_method(
    machine: Machine, receiver: Reference, facts: Collection, name: str, arguments: Arguments, node: int
) -> Value:
    """The result of a method of a list, dict or set, which it may change."""
    first = arguments.positional[0][0] if arguments.positional else None
    match name:
        case "append" | "add" if first is not None:
            if name == "append" and machine.frame.loops and isinstance(first, Tensor):
                _note_kept(machine, first, arguments.positional[0][1])
            machine.update(receiver.object, _grown(machine, facts, (first,)))
            return NONE
        case "extend" | "update" | "__iadd__" if first is not None:
            return _extend(machine, receiver, facts, first, node)
        case "insert":
            added = tuple(value for value, _ in arguments.positional[1:])
            machine.update(receiver.object, replace(_grown(machine, facts, added), exact=False))
            return NONE
        case "values":
            return machine.allocate(Collection(machine.site(node), "list", facts.elements, facts.exact), node, "values")
        case "keys":
            return Unknown("keys of a dict")
        case "items":
            return _items(machine, facts, node)
        case "get" | "pop" | "setdefault":
            return _looked_up(machine, receiver, facts, first)
        case "copy":
            return machine.allocate(replace(facts, site=machine.site(node)), node, "copy")
        case "clear":
            machine.update(receiver.object, replace(facts, elements=(), keys=() if facts.kind == "dict" else None))
            return NONE
        case _:
            return Unknown(f"the result of `{name}`", reached(machine, receiver))


def _grown(machine: Machine, facts: Collection, added: tuple[Value, ...]) -> Collection:
    """A collection with elements added; in a loop it becomes one whose elements stand for many."""
    if machine.repeating() or not facts.exact or len(facts.elements) >= MOST_ELEMENTS:
        elements = facts.elements + tuple(value for value in added if _is_new(machine, facts, value))
        return replace(facts, elements=elements[-MOST_ELEMENTS:], exact=False, keys=None)
    return replace(facts, elements=facts.elements + added)


def _is_new(machine: Machine, facts: Collection, value: Value) -> bool:
    """Whether an element tells anything new; of a layer that is appended again, it is known that it is there twice."""
    model = machine.model(value)
    return facts.elements.count(value) <= (machine.repeating() and model is not None and not model.many)


_SHRINKING = frozenset({"pop", "popleft", "clear", "remove"})


def _note_kept(machine: Machine, value: Tensor, node: int) -> None:
    """Record that a tensor is kept in a list that outlives the iterations of the loop around, and never shrinks."""
    place, loop = receiver_text(machine), machine.frame.loops[-1]
    if value.requires_grad is False or place not in loop.outlives or place in loop.written:
        return
    if not _SHRINKING & uses_of_place(machine, place):
        machine.record(Accumulated(*machine.place(0), place, value, value, machine.site(node), listed=True))


def _extend(machine: Machine, receiver: Reference, facts: Collection, added: Value, node: int) -> Value:
    inner = machine.facts(added)
    elements = elements_of(machine, added)
    if isinstance(inner, Parameters):
        consume(machine, added, node, facts.kind, callee_text(machine))
        if not facts.elements and facts.kind == "list":
            machine.update(receiver.object, replace(inner, generator=False))
            return NONE
        elements = (machine.allocate(replace(inner, generator=False), node, "extended"),)
    elif isinstance(inner, Collection) and inner.kind == "dict" and facts.kind == "dict":
        keys = None if facts.keys is None or inner.keys is None else facts.keys + inner.keys
        machine.update(receiver.object, replace(facts, elements=facts.elements + inner.elements, keys=keys))
        return NONE
    if elements is None:
        element = some_element(machine, added)
        elements = (element if element is not None else Unknown("an element", reached(machine, added)),)
        facts = replace(facts, exact=False, keys=None)
    machine.update(receiver.object, _grown(machine, facts, elements))
    return NONE


def _items(machine: Machine, facts: Collection, node: int) -> Value:
    keys: tuple[Value, ...] = facts.keys if facts.keys is not None else tuple(Unknown("a key") for _ in facts.elements)
    pairs = tuple(TupleValue((key, value)) for key, value in zip(keys, facts.elements, strict=True))
    return machine.allocate(Collection(machine.site(node), "list", pairs, facts.exact), node, "items")


def _looked_up(machine: Machine, receiver: Reference, facts: Collection, key: Value | None) -> Value:
    if facts.keys is not None and isinstance(key, Constant) and key in facts.keys:
        return facts.elements[facts.keys.index(key)]
    if facts.kind == "list" and facts.exact and facts.elements and key is None:
        return facts.elements[-1]
    found = some_element(machine, receiver) if facts.kind == "list" else None
    return found if found is not None else Unknown("an item of a collection", reached(machine, receiver))


def unpacked(machine: Machine, value: Value, node: int, kind: str) -> Value:
    """What `[*value]` puts into a list where that is not known element by element."""
    facts = machine.facts(value)
    if not isinstance(facts, Parameters):
        return Unknown("elements of something unknown", reached(machine, value))
    consume(machine, value, node, kind, "")
    return machine.allocate(replace(facts, generator=False), node, ("unpacked", value))
