"""Containers of modules: what they are built from, and the names by which they hold it."""

from __future__ import annotations

from collections.abc import Iterator

from ..program.facts import Collection
from ..program.values import Constant, Reference, TupleValue, Value
from .frames import Arguments
from .machine import Machine
from .reach import elements_of


def children_of(machine: Machine, arguments: Arguments) -> tuple[tuple[int, ...], bool]:
    """The modules that a container is built from, and whether these are all."""
    values: list[Value] = []
    exact = not arguments.open
    for value, _ in arguments.positional:
        elements = elements_of(machine, value)
        facts = machine.facts(value)
        if elements is not None:
            values.extend(elements)
        elif isinstance(facts, Collection):
            exact = exact and facts.exact
            values.extend(facts.elements)
        else:
            values.append(value)
    for starred in arguments.starred:
        facts = machine.facts(starred)
        if isinstance(facts, Collection):
            values.extend(facts.elements)
    children: list[int] = []
    for value in values:
        if isinstance(value, TupleValue) and len(value.elements) == 2:
            value = value.elements[1]
        if machine.model(value) is not None and isinstance(value, Reference):
            children.append(value.object)
        else:
            exact = False
    return tuple(children), exact


def name_children(machine: Machine, container: Reference, arguments: Arguments) -> None:
    """Layers that are given under names, as to `nn.ModuleDict` or in an `OrderedDict`, are attributes of the container."""
    for value, _ in arguments.positional[:1]:
        for name, layer in _named(machine, value):
            if isinstance(name, Constant) and isinstance(name.value, str) and machine.model(layer) is not None:
                machine.live().set_member(container.object, name.value, layer)


def _named(machine: Machine, value: Value) -> Iterator[tuple[Value, Value]]:
    facts = machine.facts(value)
    if isinstance(facts, Collection) and facts.kind == "dict" and facts.exact and facts.keys is not None:
        yield from zip(facts.keys, facts.elements, strict=False)
        return
    for element in elements_of(machine, value) or ():
        if isinstance(element, TupleValue) and len(element.elements) == 2:
            yield element.elements[0], element.elements[1]
