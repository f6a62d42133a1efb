"""Subscripts: reading and setting items of collections, tensors and tuples."""

from __future__ import annotations

from ..program.facts import Collection, Foreign, Model, Unresolved
from ..program.record import replace
from ..program.values import Choice, Constant, External, Reference, Tensor, TupleValue, Unknown, Value
from .freezing import given
from .indexed_shapes import indexed
from .iteration import joined
from .machine import Machine
from .misfits import note_part, note_tuple
from .reach import of_unknown, one_of, reached
from .saved import passed_on


def get_item(machine: Machine, container: Value, index: Value, node: int) -> Value:
    """`container[index]`."""
    match container:
        case TupleValue():
            position = _position(index, len(container.elements))
            if position is not None:
                return container.elements[position]
            if isinstance(index, TupleValue):
                note_tuple(machine, container, "", node, node)
            return Unknown("an element of a tuple", reached(machine, container))
        case Tensor():
            if container.activation is not None:
                note_part(machine, container, index, node)
            shape = None if container.shape is None else indexed(container.shape, index)
            return replace(container, leaf=False if container.requires_grad else container.leaf, shape=shape,
                           parameter=False, origin=machine.site(node), saved=passed_on([container]))  # fmt: skip
        case Reference():
            return _item_of_object(machine, container, index, node)
        case Choice():
            return one_of(machine, [get_item(machine, option, index, node) for option in container.options])
        case External():
            return container
        case Unknown() if container.array:
            return replace(container, why="an item of an array")
        case _:
            return of_unknown(machine, container, "an item of an unknown value")


def _item_of_object(machine: Machine, container: Reference, index: Value, node: int) -> Value:
    facts = machine.facts(container)
    match facts:
        case Collection():
            if facts.keys is not None and isinstance(index, Constant):
                for key, value in zip(facts.keys, facts.elements, strict=True):
                    if key == index:
                        return value
            position = _position(index, len(facts.elements))
            if facts.exact and facts.kind == "list" and position is not None:
                return facts.elements[position]
            found = joined(machine, facts.elements)
            return found if found is not None else Unknown("an item of a collection", reached(machine, container))
        case Model():
            position = _position(index, len(facts.children))
            if position is not None:
                return Reference(facts.children[position])
            named = _by_name(machine, container, index)
            return named if named is not None else _child(machine, container, index, node)
        case Unresolved() | Foreign():
            return _child(machine, container, index, node)
        case _:
            return Unknown("an item of an unknown value", reached(machine, container))


def _by_name(machine: Machine, container: Reference, index: Value) -> Value | None:
    """The layer that a container holds under a name."""
    if not isinstance(index, Constant) or not isinstance(index.value, str):
        return None
    return machine.live().member(container.object, index.value)


def _child(machine: Machine, container: Reference, index: Value, node: int) -> Value:
    """An item of an object that is not known: the same name gives the same object."""
    if not isinstance(index, Constant):
        return Unknown("an item of an unknown value", reached(machine, container))
    name = f"[{index.value!r}]"
    found = machine.live().member(container.object, name)
    if found is None:
        found = machine.unresolved("an item of an unknown value", node, name)
        machine.live().set_member(container.object, name, found)
    return found


def item_of(machine: Machine, container: Value, index: Value) -> Value | None:
    """The layer of a container at a position that is known."""
    facts = machine.model(container)
    position = None if facts is None else _position(index, len(facts.children))
    return None if facts is None or position is None else Reference(facts.children[position])


def set_item(machine: Machine, container: Value, index: Value, value: Value) -> None:
    """`container[index] = value`."""
    given(machine, container, value)
    if not isinstance(container, Reference):
        return
    facts = machine.facts(container)
    if isinstance(facts, Collection):
        machine.update(container.object, _with_item(facts, index, value))
    elif isinstance(facts, Model):
        position = _position(index, len(facts.children))
        changed = replace(facts, structure=facts.structure + 1)
        if position is None or facts.many or not isinstance(value, Reference) or machine.model(value) is None:
            machine.update(container.object, replace(changed, open_ended=True, children=()))
            return
        children = (*facts.children[:position], value.object, *facts.children[position + 1 :])
        machine.update(container.object, replace(changed, children=children))
    elif facts is not None and isinstance(index, Constant):
        machine.live().set_member(container.object, f"[{index.value!r}]", value)


def _with_item(facts: Collection, index: Value, value: Value) -> Collection:
    if facts.kind == "dict" and isinstance(index, Constant) and facts.keys is not None:
        if index in facts.keys:
            position = facts.keys.index(index)
        else:
            return replace(facts, keys=(*facts.keys, index), elements=(*facts.elements, value))
    else:
        found = _position(index, len(facts.elements))
        if not facts.exact or facts.kind == "dict" or found is None:
            elements = facts.elements if value in facts.elements else (*facts.elements, value)[-8:]
            return replace(facts, elements=elements, exact=False, keys=None)
        position = found
    return replace(facts, elements=(*facts.elements[:position], value, *facts.elements[position + 1 :]))


def _position(index: Value, length: int) -> int | None:
    if isinstance(index, Constant) and index.kind == "int" and isinstance(index.value, int):
        position = index.value if index.value >= 0 else length + index.value
        return position if 0 <= position < length else None
    return None
