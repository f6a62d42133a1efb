"""What repairs may ask about the text of the file: statements as spans with the names they read and write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ..text.span import Span
from .site import Site

_LOOP = re.compile(r"(?:async\s+)?for\b|while\b")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a statement, those of its suites included, with attributes as the longest chains that are written.

    `reads` and `writes` are the variables it may read and bind (`self.model.parameters`, not `self`); `mutates` are
    objects whose methods it calls or which it passes on. `jumps` when control may leave it otherwise than at its end.
    """

    reads: frozenset[str]
    writes: frozenset[str]
    mutates: frozenset[str]
    jumps: bool


@dataclass(frozen=True, slots=True)
class StatementText:
    """One statement of the file as a repair sees it.

    `span` covers the whole statement with its suites and decorators, from its first to its last character;
    `header` only its own line. `names` are found when they are asked for, and so are those that are `fixed` in the whole file.
    `alone` is false when another statement shares its line. `comments` are lines of comments
    that stand directly above it.
    """

    site: Site
    span: Span
    header: Span
    indent: str
    alone: bool
    simple: bool
    comments: int
    trailing_comment: bool
    text: str
    names: Callable[[], Names] = field(compare=False)
    fixed: Callable[[], frozenset[str]] = field(compare=False)

    @property
    def is_loop(self) -> bool:
        """Whether it is a loop."""
        return _LOOP.match(self.text) is not None

    @property
    def reads(self) -> frozenset[str]:
        """The variables it may read."""
        return self.names().reads

    @property
    def writes(self) -> frozenset[str]:
        """The variables it may bind."""
        return self.names().writes

    @property
    def binds(self) -> str:
        """The variable that it may bind, if that is only one; else empty."""
        names = self.writes
        return next(iter(names)) if len(names) == 1 else ""

    @property
    def mutates(self) -> frozenset[str]:
        """The objects that it may change; names that only ever stand for what cannot change are not among them."""
        fixed = self.fixed()
        return frozenset([place for place in self.names().mutates if place.partition(".")[0] not in fixed])

    @property
    def jumps(self) -> bool:
        """Whether control may leave it otherwise than at its end."""
        return self.names().jumps


class Source(Protocol):
    """The text of one file with its statements. Spans are asked for rarely, so each answer is computed anew."""

    @property
    def lines(self) -> Sequence[str]:
        """The physical lines with their line ends."""
        ...

    def span(self, site: Site) -> Span:
        """Where a node of this file stands now."""
        ...

    def statement(self, site: Site) -> StatementText | None:
        """The statement that a site lies in."""
        ...

    def block(self, site: Site) -> tuple[StatementText, ...]:
        """The statements of the block that the statement of a site belongs to, in order."""
        ...

    def body(self, site: Site) -> tuple[StatementText, ...]:
        """The statements of the main suite of a compound statement."""
        ...

    def readers(self, site: Site, name: str) -> tuple[StatementText, ...]:
        """The statements whose own line reads a variable of the function (or module) around a site."""
        ...

    def writers(self, site: Site, name: str) -> tuple[StatementText, ...]:
        """The statements whose own line binds a variable of the function (or module) around a site."""
        ...

    def function(self, site: Site) -> StatementText | None:
        """The definition of the innermost function around a site; None outside of functions."""
        ...

    def outwards(self, site: Site) -> Iterator[StatementText]:
        """The compound statements around a site, functions and classes among them, the innermost first."""
        ...

    def parent(self, site: Site) -> StatementText | None:
        """The compound statement in one of whose suites the statement of a site stands; None at the top of the file."""
        ...
