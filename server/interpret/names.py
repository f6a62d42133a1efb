"""Reading a name: Python's scopes, then built-ins."""

from __future__ import annotations

import builtins

from ..program.values import UNBOUND, External, NotDefined, Reference, Value
from .machine import Machine
from .missing import unbound_name
from .missing_imports import bound_later
from .use import named

_BUILTINS = frozenset(dir(builtins))
_MODULE_NAMES = frozenset({"__file__", "__doc__", "__spec__", "__package__", "__loader__", "__path__", "__builtins__"})


def read_name(machine: Machine, name: str, node: int) -> Value:
    """The value of a name where it is read."""
    frame = machine.frame
    state = machine.live()
    variables = state.frames.get(frame.id)
    if variables is not None:
        found = variables.get(name)
        if found is not None:
            return _checked(machine, found, name, node)
    scope = frame.scope
    if scope.binds(name) and frame.id != frame.module.frame:
        return unbound_name(machine, name, node, scope.bound_at.get(name))
    for outer in reversed(frame.outer):
        variables = state.frames.get(outer)
        if variables is not None:
            found = variables.get(name)
            if found is not None:
                return _checked(machine, found, name, node)
    module = frame.module
    if not module.is_root or (module.scope.imports_star and name not in module.scope.bound_at):
        found = None if name in _BUILTINS else machine.late_name(machine, module, name)
        if found is not None:
            return found
    if name in module.scope.bound_at:
        if name in _BUILTINS:
            return External(f"builtins.{name}")
        return unbound_name(machine, name, node, module.scope.bound_at[name])
    if name in _BUILTINS:
        return External(f"builtins.{name}")
    if name in _MODULE_NAMES or module.scope.imports_star:
        return _nowhere(machine, name, node, f"`{name}` comes from somewhere that is not visible")
    later = bound_later(machine, name, node)
    if later is not None:
        return later
    return _nowhere(machine, name, node, NotDefined(f"`{name}` is not defined in this file"))


def _nowhere(machine: Machine, name: str, node: int, why: str) -> Value:
    """A name that nothing visible binds: one object all the same, wherever it is read."""
    value = named(machine, machine.unknown(why, node), name, node)
    if isinstance(value, Reference):
        machine.live().bind(machine.frame.module.frame, name, value)
    return value


def _checked(machine: Machine, value: Value, name: str, node: int) -> Value:
    if value is UNBOUND:
        return machine.unknown(f"`{name}` may have no value here", node)
    return value
