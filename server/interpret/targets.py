"""Binding: what an assignment does to the place on its left."""

from __future__ import annotations

from ..program.device import UNKNOWN_DEVICE
from ..program.facts import Unresolved
from ..program.record import replace
from ..program.values import Choice, Reference, Tensor, TupleValue, Unknown, Value, device_of
from ..semantics.spelling import text_of
from ..syntax import ir
from .attributes import set_attribute
from .iteration import ELEMENT, joined, some_element
from .machine import Machine
from .reach import elements_of, of_unknown
from .rebinding import note_rebinding
from .replacing import note_replaced
from .saved import saved_and_changed
from .subscripts import item_of, set_item
from .truth import set_at, value_at
from .use import named


def assign(machine: Machine, target: ir.Expr, value: Value) -> None:
    """Bind a target to a value."""
    match target:
        case ir.Name():
            bound = named(machine, value, target.id, target.n)
            former = value_at(machine, target)
            machine.bind(target.id, bound)
            note_rebinding(machine, target, former, bound, value)
        case ir.Attribute():
            owner = machine.evaluate(target.value)
            bound = named(machine, value, text_of(target), target.n)
            former = value_at(machine, target)
            note_replaced(machine, owner, text_of(target), former, bound, target.n)
            set_attribute(machine, owner, target.attr, bound, target)
            note_rebinding(machine, target, former, bound, value)
        case ir.Subscript():
            container = machine.evaluate(target.value)
            index = machine.evaluate(target.index)
            if machine.model(container) is not None:
                note_replaced(machine, container, text_of(target), item_of(machine, container, index), value, target.n)
            set_item(machine, container, index, value)
            if isinstance(container, Unknown) and container.device.certain and device_of(value) != container.device:
                set_at(machine, target.value, replace(container, device=UNKNOWN_DEVICE))
            if isinstance(container, Tensor):
                after = _with_part(container, value) if isinstance(value, Tensor) and value.requires_grad else container
                after = saved_and_changed(machine, container, after, 0)
                if after is not container:
                    set_at(machine, target.value, after)
        case ir.Sequence():
            _unpack(machine, target, value)
        case ir.Starred():
            assign(machine, target.value, value)
        case _:
            machine.evaluate(target)


def _with_part(container: Tensor, part: Tensor) -> Tensor:
    """A tensor after a part of it was set to something with a graph."""
    return replace(
        container,
        graph=container.graph | part.graph,
        complete=container.complete and part.complete,
        requires_grad=True,
        accumulated=container.accumulated | part.accumulated,
        leaf=False,
        severed=None,
    )


def _unpack(machine: Machine, target: ir.Sequence, value: Value) -> None:
    elements = _elements(machine, value)
    starred = next((i for i, part in enumerate(target.elements) if isinstance(part, ir.Starred)), None)
    count = len(target.elements)
    if elements is not None and starred is None and len(elements) == count:
        parts = list(elements)
    elif elements is not None and starred is not None and len(elements) >= count - 1:
        after = count - starred - 1
        middle = TupleValue(elements[starred : len(elements) - after])
        parts = [*elements[:starred], middle, *elements[len(elements) - after :]]
    else:
        parts = [part_of(machine, _as_batch(machine, value)) for _ in target.elements]
    for part, element in zip(target.elements, parts, strict=True):
        assign(machine, part, element)


def _as_batch(machine: Machine, value: Value) -> Value:
    """What a loop unpacks: an unknown object that gives tuples is a loader, and no model takes part in what it gives."""
    if isinstance(value, Unknown) and value.why == ELEMENT:
        heap = machine.live().heap
        return replace(value, reaches=frozenset(x for x in value.reaches if not isinstance(heap.get(x), Unresolved)))
    return value


def _elements(machine: Machine, value: Value) -> tuple[Value, ...] | None:
    """The elements of a tuple or collection, or of a container of modules, when all are known.

    Of several containers with equally many elements, one at each place stands for any of those there.
    """
    if isinstance(value, Choice):
        each = [_elements(machine, option) for option in value.options]
        found = [elements for elements in each if elements is not None]
        if len(found) < len(each) or len({len(elements) for elements in found}) != 1:
            return None
        places = [joined(machine, elements) for elements in zip(*found, strict=True)]
        return tuple(place for place in places if place is not None)
    facts = machine.model(value)
    if facts is None:
        return elements_of(machine, value)
    return None if facts.open_ended else tuple(Reference(child) for child in facts.children) or None


def part_of(machine: Machine, value: Value) -> Value:
    """Some element of a value whose elements are not known one by one."""
    container = machine.model(value)
    # Of a container that may hold more than is known, what stands at a place may be what is not known.
    if isinstance(value, Reference | TupleValue) and (container is None or not container.open_ended):
        found = some_element(machine, value)
        if found is not None:
            return found
    return of_unknown(machine, value, "part of an unknown value")
