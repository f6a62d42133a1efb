"""Asking other sources about names of installed packages that the tables do not have."""

from __future__ import annotations

from ..pytorch import lookup
from ..semantics.known import Known
from .machine import Machine, Tables

_KEY = "elsewhere: "


def asked(machine: Machine, name: str) -> Known | None:
    """What other sources say of a name by now; what is being run rests on it from now on."""
    if lookup.fact(name) is not None:
        return None
    found = machine.elsewhere(name)
    key = _KEY + name
    machine.tables.definitions[key] = machine.journal.rests_on[key] = found
    return found


def look_again(tables: Tables, machine: Machine) -> None:
    """See whether answers have come since the last run: what rested on having none is run again."""
    for key in tables.definitions:
        if isinstance(key, str) and key.startswith(_KEY):
            tables.definitions[key] = machine.elsewhere(key[len(_KEY) :])


def kind_elsewhere(machine: Machine, name: str) -> str | None:
    """The kind of a class that is not in the tables; None when it is not known, or not a class."""
    known = asked(machine, name)
    return lookup.kind_of_class(known.name) if known is not None and known.is_class else None
