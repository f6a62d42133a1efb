"""What a rule sees: the events of a program in the order of execution, and the statements they lie in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias, TypeVar, cast

from .events import Event
from .site import Site
from .source import Source, StatementText
from .values import NotDefined

E = TypeVar("E", bound=Event)
T = TypeVar("T")
_NONE: tuple[Event, ...] = ()


def _by_type(events: Iterable[Event]) -> dict[type, list[Event]]:
    found: dict[type, list[Event]] = {}
    for event in events:
        found.setdefault(type(event), []).append(event)
    return found


class _Text:
    """Stands for the text of the file among what was looked at."""


class _Unknowns:
    """Stands for what was not known among what was looked at."""


_Looked: TypeAlias = "type | frozenset[type]"
"""What was looked at: the events of one type, those of several in their order, or one of the two above."""


class _Kept(NamedTuple):
    """What a function made of a program, and all that it looked at for that."""

    value: object
    rests_on: frozenset[_Looked]


class Program:
    """The events of one run over one file.

    `source` answers questions about the file's own statements, which repairs need. Events come as control flow visits
    them, the first iteration of a loop before the later ones. What was made of an `earlier` program of the same file
    (`kept`) is taken over where everything that it rests on is as it was.
    """

    __slots__ = (
        "_by_type",
        "_earlier",
        "_events",
        "_kept",
        "_looked",
        "_ordered",
        "_same",
        "_source",
        "_unique",
        "_unknowns",
        "path",
    )

    def __init__(
        self,
        path: str,
        events: tuple[Event, ...],
        source: Source,
        unknowns: dict[Site, str] | None = None,
        earlier: Program | None = None,
    ) -> None:
        self.path = path
        self._events = events
        self._source = source
        self._unknowns = {} if unknowns is None else unknowns
        self._earlier = earlier
        self._by_type = _by_type(events)
        if earlier is not None:
            earlier._earlier = None
            self._take_over(earlier)
        self._unique: dict[type, list[Event]] = {}
        self._ordered: dict[frozenset[type], list[Event]] = {}
        self._same: dict[_Looked, bool] = {_Text: False}
        self._kept: dict[object, _Kept] = {}
        self._looked: list[set[_Looked]] = []

    @property
    def source(self) -> Source:
        """The statements of the file."""
        self._look_at(_Text)
        return self._source

    @property
    def unknowns(self) -> dict[Site, str]:
        """Where something was not known, and why."""
        self._look_at(_Unknowns)
        return self._unknowns

    @property
    def all_events(self) -> tuple[Event, ...]:
        """All events, in order. What rests on them is made anew with every edit that does anything: see `ordered`."""
        self._look_at(Event)
        return self._events

    def events(self, kind: type[E]) -> Iterator[E]:
        """The events of one type, in order."""
        self._look_at(kind)
        return iter(cast("Sequence[E]", self._of(kind)))

    def unique(self, kind: type[E]) -> Iterator[E]:
        """The events of one type, each place once: the last visit, which knows all earlier iterations."""
        self._look_at(kind)
        known = self._unique.get(kind)
        if known is None:
            latest: dict[tuple[Site, tuple[Site, ...]], Event] = {}
            for event in self._of(kind):
                latest[event.site, event.trail] = event
            known = self._unique[kind] = list(latest.values())
        return iter(cast("list[E]", known))

    def once(self, kind: type[E]) -> Iterator[E]:
        """The events of one type, each place once whatever calls lead to it: the last visit."""
        return iter({event.site: event for event in self.unique(kind)}.values())

    def visits(self, kind: type[E]) -> Iterator[tuple[E, ...]]:
        """The events of one type place by place: for each way of visible calls to the place, the last visit."""
        places: dict[Site, list[E]] = {}
        for event in self.unique(kind):
            places.setdefault(event.site, []).append(event)
        return iter([tuple(events) for events in places.values()])

    def ordered(self, *kinds: type[E]) -> Iterator[E]:
        """The events of several types, in the order in which they happen."""
        together = frozenset(kinds)
        self._look_at(together)
        return iter(cast("list[E]", self._in_order(together)))

    def before(self, one: Event, other: Event) -> bool:
        """Whether a place is first got to before another one."""
        sites = (one.site, other.site)
        return next(
            (event.site == one.site for event in self.ordered(type(one), type(other)) if event.site in sites), False
        )

    def undefined(self, site: Site) -> bool:
        """Whether what is read at a place is a name that nothing in the file defines: a program that is not whole."""
        return isinstance(self.unknowns.get(site), NotDefined)

    def outwards(self, site: Site) -> Iterator[StatementText]:
        """The compound statements around a site of this file, the innermost first, functions and classes among them."""
        return self.source.outwards(site)

    def kept(self, make: Callable[[Program], T]) -> T:
        """What a function makes of the program: made once, and again only after an edit of what it looked at."""
        known = self._kept.get(make)
        if known is None:
            known = self._kept[make] = self._of_earlier(make) or self._made(make)
        if self._looked:
            self._looked[-1] |= known.rests_on
        return cast("T", known.value)

    def _made(self, make: Callable[[Program], object]) -> _Kept:
        self._looked.append(set())
        try:
            value = make(self)
        finally:
            looked = self._looked.pop()
        return _Kept(value, frozenset(looked))

    def _of_earlier(self, make: Callable[[Program], object]) -> _Kept | None:
        known = None if self._earlier is None else self._earlier._kept.get(make)
        if known is None:
            return None
        for looked in known.rests_on:
            same = self._same.get(looked)
            if same is None:
                same = self._same[looked] = self._is_as_it_was(looked)
            if not same:
                return None
        return known

    def _is_as_it_was(self, looked: _Looked) -> bool:
        earlier = self._earlier
        if earlier is None:
            return False
        if looked is _Unknowns:
            return self._unknowns == earlier._unknowns
        if looked is Event:
            return self._events == earlier._events
        if isinstance(looked, frozenset):
            return self._in_order(looked) == earlier._in_order(looked)
        return self._of(looked) is earlier._of(looked)

    def _take_over(self, earlier: Program) -> None:
        """Let the events of a type be the very ones of an earlier program where they are equal, each of them."""
        for kind, events in self._by_type.items():
            others = earlier._by_type.get(kind)
            if others is not None and events == others:
                self._by_type[kind] = others
        one_by_one = {kind: iter(events) for kind, events in self._by_type.items()}
        self._events = tuple([next(one_by_one[type(event)]) for event in self._events])

    def _look_at(self, what: _Looked) -> None:
        if self._looked:
            self._looked[-1].add(what)

    def _of(self, kind: type) -> Sequence[Event]:
        return self._by_type.get(kind, _NONE)

    def _in_order(self, kinds: frozenset[type]) -> list[Event]:
        known = self._ordered.get(kinds)
        if known is None:
            known = self._ordered[kinds] = [event for event in self._events if type(event) in kinds]
        return known
