"""Visible classes: their members over the method resolution order, and what kind of class they are."""

from __future__ import annotations

from collections.abc import Iterator

from ..program.values import Class, External, Value
from ..pytorch import lookup
from ..pytorch.facts import Fact, Kind
from .asked import kind_elsewhere
from .machine import Machine
from .tables import ClassDefinition

_MOST_BASES = 64


def definition_of(machine: Machine, class_: Class) -> ClassDefinition:
    """The definition of a visible class; what is being run rests on it from now on."""
    definition = machine.tables.classes[class_.id]
    machine.journal.rests_on[class_.id] = definition
    return definition


def lineage(machine: Machine, class_: Class) -> Iterator[Value]:
    """The class and its bases in the order in which members are looked for.

    What several bases have in common comes behind all of them, which is Python's order wherever that is defined.
    """
    current: Value = class_
    for _ in range(_MOST_BASES):
        yield current
        bases = definition_of(machine, current).bases if isinstance(current, Class) else ()
        if len(bases) != 1:
            break
        current = bases[0]
    else:
        return
    order: list[Value] = []
    todo = list(bases)
    while todo and len(order) < _MOST_BASES:
        current = todo.pop(0)
        order.append(current)
        if isinstance(current, Class):
            todo[:0] = definition_of(machine, current).bases
    yield from reversed(dict.fromkeys(reversed(order)))


def find_member(machine: Machine, class_: Class, name: str, *, after: int | None = None) -> Value | None:
    """A member of a class or its visible bases; `after` starts behind the class of that number (`super()`)."""
    started = after is None
    for current in lineage(machine, class_):
        if not isinstance(current, Class):
            continue
        if started:
            found = definition_of(machine, current).members.get(name)
            if found is not None:
                return found
        elif current.id == after:
            started = True
    return None


def library_method(machine: Machine, class_: Value, name: str) -> Fact | None:
    """What is known of a method that a class has from a library class: its own, or one among its bases."""
    bases = lineage(machine, class_) if isinstance(class_, Class) else [class_]
    rows = (lookup.method(base.name, name) for base in bases if isinstance(base, External))
    return next((row for row in rows if row is not None), None)


def has_unknown_base(machine: Machine, class_: Class) -> bool:
    """Whether some base is neither visible nor known from the tables."""
    for current in lineage(machine, class_):
        if isinstance(current, External):
            if lookup.kind_of_class(current.name) is None and not harmless_base(current.name):
                return True
        elif not isinstance(current, Class):
            return True
    return False


def has_base_elsewhere(machine: Machine, class_: Class) -> bool:
    """Whether the kind of some base is known from other sources than the tables: what its methods do is not."""
    return any(
        isinstance(base, External)
        and lookup.kind_of_class(base.name) is None
        and kind_elsewhere(machine, base.name) is not None
        for base in lineage(machine, class_)
    )


def harmless_base(name: str) -> bool:
    """Bases of the standard library that bring no training state."""
    return name.startswith(
        ("builtins.", "abc.", "typing.", "enum.", "collections.", "dataclasses.", "typing_extensions.")
    )


def kind_of(machine: Machine, value: Value) -> str | None:
    """The kind of a class as the tables name it ("module", "optimizer" ...); None when it has none."""
    if isinstance(value, External):
        return lookup.kind_of_class(value.name) or kind_elsewhere(machine, value.name)
    if isinstance(value, Class):
        for current in lineage(machine, value):
            if isinstance(current, External):
                kind = lookup.kind_of_class(current.name) or kind_elsewhere(machine, current.name)
                if kind is not None:
                    return kind
    return None


def is_a(machine: Machine, value: Value, kind: Kind) -> bool:
    """Whether a class is of a kind or of one of its special cases."""
    found = kind_of(machine, value)
    return found is not None and lookup.is_kind(found, kind)
