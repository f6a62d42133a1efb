"""Reading a name: Python's scopes, then built-ins."""

from __future__ import annotations

import builtins

from ..program.events import UsedUnbound
from ..program.site import Site
from ..program.values import UNBOUND, External, Value
from .machine import Machine

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
        return _unbound(machine, name, node, scope.bound_at.get(name))
    for outer in reversed(frame.outer):
        variables = state.frames.get(outer)
        if variables is not None:
            found = variables.get(name)
            if found is not None:
                return _checked(machine, found, name, node)
    module = frame.module
    if name in module.scope.bound_at:
        if name in _BUILTINS:
            return External(f"builtins.{name}")
        return _unbound(machine, name, node, module.scope.bound_at[name])
    if name in _BUILTINS:
        return External(f"builtins.{name}")
    if name in _MODULE_NAMES or module.scope.imports_star:
        return machine.unknown(f"`{name}` comes from somewhere that is not visible", node)
    return machine.unknown(f"`{name}` is not defined in this file", node)


def _checked(machine: Machine, value: Value, name: str, node: int) -> Value:
    if value is UNBOUND:
        return machine.unknown(f"`{name}` may have no value here", node)
    return value


def _unbound(machine: Machine, name: str, node: int, bound_at: int | None) -> Value:
    """A variable of the scope that has no value yet: certain, since nothing on the way bound it."""
    module = machine.frame.module
    place = Site(module.path, bound_at) if bound_at is not None else None
    deleted_or_holed = name in machine.live().uncertain_names
    if not deleted_or_holed and not module.scope.imports_star:
        machine.record(UsedUnbound(*machine.place(node), name, place))
    return machine.unknown(f"`{name}` has no value yet", node)
