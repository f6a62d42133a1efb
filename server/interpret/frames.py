"""Calls under way: their arguments, variables and loops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..program.events import HookCall
from ..program.site import Site
from ..program.values import Value
from ..semantics.scopes import Scope
from .state import State
from .tables import FunctionDefinition, Module


@dataclass(slots=True)
class Loop:
    """A loop being executed, with the states that leave or restart its body."""

    site: Site
    outlives: frozenset[str]
    """The variables that exist before the loop and so outlive its iterations."""
    counters: frozenset[str] = frozenset()
    """The names that its header binds."""
    written: frozenset[str] = frozenset()
    """The names that its body binds."""
    breaks: list[State] = field(default_factory=lambda: [])
    continues: list[State] = field(default_factory=lambda: [])
    again: bool = False


@dataclass(slots=True)
class Frame:
    """A call being executed (or a module's body). `trail` are the sites of the visible calls around it."""

    id: int
    module: Module
    scope: Scope
    outer: tuple[int, ...]
    trail: tuple[Site, ...]
    function: FunctionDefinition | None = None
    receiver: Value | None = None
    returns: list[tuple[State, Value]] = field(default_factory=lambda: [])
    loops: list[Loop] = field(default_factory=lambda: [])
    resume: Callable[[Value], None] | None = None
    repeats: bool = False
    in_class: int | None = None
    lightning: HookCall | None = None


@dataclass(slots=True)
class Arguments:
    """The arguments of a call with the nodes they stand at. `open` when `*x` or `**x` hides further ones."""

    positional: list[tuple[Value, int]] = field(default_factory=lambda: [])
    keywords: dict[str, tuple[Value, int]] = field(default_factory=lambda: {})
    open: bool = False
    starred: list[Value] = field(default_factory=lambda: [])

    def values(self) -> list[Value]:
        """All argument values."""
        return [value for value, _ in self.positional] + [value for value, _ in self.keywords.values()]

    def get(self, index: int, name: str) -> Value | None:
        """The argument at a position or of a name."""
        found = self.keywords.get(name)
        if found is None and index < len(self.positional):
            found = self.positional[index]
        return None if found is None else found[0]

    def bound(self, signature: tuple[str, ...]) -> dict[str, tuple[Value, int]]:
        """The arguments by parameter name, as far as they fit a signature written as in `server.pytorch`."""
        result = dict(self.keywords)
        positional = iter(self.positional)
        for name in signature:
            if name == "*" or name.startswith("*"):
                break
            argument = next(positional, None)
            if argument is None:
                break
            result.setdefault(name, argument)
        return result
