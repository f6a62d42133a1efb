"""What a rule sees: the events of a program in the order of execution, and the statements they lie in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar, cast

from .events import Event
from .site import Site
from .source import Source, StatementText

E = TypeVar("E", bound=Event)
T = TypeVar("T")
NOT_DEFINED = "is not defined in this file"
"""How the reason ends for which a name has no known value that nothing binds."""


@dataclass(slots=True)
class Program:
    """The events of one run over one file.

    `source` answers questions about the file's own statements, which repairs need. `of` lists the events of
    one type; they come as control flow visits them, the first iteration of a loop before the later ones.
    """

    path: str
    all_events: tuple[Event, ...]
    source: Source
    unknowns: dict[Site, str] = field(default_factory=dict[Site, str])
    _by_type: dict[type, list[Event]] | None = None
    _unique: dict[type, list[Event]] = field(default_factory=lambda: {})
    _kept: dict[object, object] = field(default_factory=lambda: {})

    def events(self, kind: type[E]) -> Iterator[E]:
        """The events of one type, in order."""
        if self._by_type is None:
            self._by_type = {}
            for event in self.all_events:
                self._by_type.setdefault(type(event), []).append(event)
        return iter(cast("list[E]", self._by_type.get(kind, [])))

    def unique(self, kind: type[E]) -> Iterator[E]:
        """The events of one type, each place once: the last visit, which knows all earlier iterations."""
        known = self._unique.get(kind)
        if known is None:
            latest: dict[tuple[Site, tuple[Site, ...]], Event] = {}
            for event in self.events(kind):
                latest[event.site, event.trail] = event
            known = self._unique[kind] = list(latest.values())
        return iter(cast("list[E]", known))

    def kept(self, make: Callable[[Program], T]) -> T:
        """What a function makes of the program, made once: for what several rules need of all events."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return cast("T", self._kept[make])

    def before(self, one: Event, other: Event) -> bool:
        """Whether a place is first got to before another one."""
        sites = (one.site, other.site)
        kinds = (type(one), type(other))
        return next(
            (event.site == one.site for event in self.all_events if event.site in sites and type(event) in kinds), False
        )

    def undefined(self, site: Site) -> bool:
        """Whether what is read at a place is a name that nothing in the file defines: a program that is not whole."""
        return self.unknowns.get(site, "").endswith(NOT_DEFINED)

    def outwards(self, site: Site) -> Iterator[StatementText]:
        """The compound statements around a site of this file, the innermost first, functions and classes among them."""
        statement = self.source.parent(site)
        while statement is not None:
            yield statement
            statement = self.source.parent(statement.site)

    def visits(self, kind: type[E]) -> Iterator[tuple[E, ...]]:
        """The events of one type place by place: for each way of visible calls to the place, the last visit."""
        places: dict[Site, list[E]] = {}
        for event in self.unique(kind):
            places.setdefault(event.site, []).append(event)
        for events in places.values():
            yield tuple(events)
