"""Which findings wait until the user has stopped typing, and which stay until then.

Writing a loop from the top down passes through every state in which something is missing. A rule that the
absence of something triggers is therefore heard only after a pause, unless its finding was on the screen
already: hiding and showing that one with every key would be worse than either. For the same reason a finding in
another line stays for the moment in which one line is typed: `nn.Linear(4` is on its way to `nn.Linear(4, 8)`.

The pause is one of the definition that a finding lies in, and of those whose edits made it come or go. A definition
is a function, or a class with all its methods, which are one program; all that lies outside counts as one more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..syntax.enclosing import definition_at
from ..syntax.reading import Reading
from ..text.lines import equal_at_end, equal_at_start
from ..text.span import Position, Span
from .report import Diagnostic

_MOST_TYPED = 3
"""More characters than that at once are pasted, completed or a fix: a line that gets them is not half typed."""


class Text(NamedTuple):
    """One version of a text, and how it was read, if it was."""

    lines: Sequence[str] = ()
    reading: Reading | None = None

    def definition_at(self, line: int) -> int | None:
        """A number of the definition that a line lies in, the same while its header is; None outside of all."""
        return None if self.reading is None else definition_at(self.reading, line)

    def has(self, definition: int | None) -> bool:
        """Whether this version has a definition of that number."""
        return definition is None or (self.reading is not None and self.reading.has(definition))


class Waiting(NamedTuple):
    """A finding that is to come or to go, and the definitions that have to be quiet; they are since a moment."""

    diagnostic: Diagnostic
    definitions: frozenset[int | None]
    since: float


@dataclass(frozen=True, slots=True)
class Screen:
    """What the user sees of a text: what is found and not held back, and what is gone and stays for the moment."""

    text: Text = Text()
    visible: tuple[Diagnostic, ...] = ()
    held: tuple[Waiting, ...] = ()
    lingering: tuple[Waiting, ...] = ()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that is shown, in order."""
        shown = (*self.visible, *(one.diagnostic for one in self.lingering))
        return tuple(sorted(shown, key=lambda diagnostic: diagnostic.order))

    @property
    def waiting_since(self) -> float:
        """Since when the first of what waits does so; infinite if nothing waits."""
        return min((one.since for one in (*self.held, *self.lingering)), default=math.inf)

    def settled(self, moment: float) -> Screen:
        """What is seen when all has come and gone that has waited since before this moment; what came stands last."""
        if self.waiting_since >= moment:
            return self
        coming = tuple(one.diagnostic for one in self.held if one.since < moment)
        held = tuple(one for one in self.held if one.since >= moment)
        lingering = tuple(one for one in self.lingering if one.since >= moment)
        return replace(self, visible=self.visible + coming, held=held, lingering=lingering)


def hold_back(screen: Screen, text: Text, diagnostics: Sequence[Diagnostic], moment: float) -> Screen:
    """What the user sees of a new text, which was last edited at this moment.

    A finding of a settle rule is shown if it can be one that is shown already: the same rule on the same
    line, or both somewhere in the lines that changed. What is shown and no longer found stays if it lies elsewhere while a
    line is typed. What waited before has waited since then, unless a definition that it waits for was edited.
    """
    waiting = [diagnostic for diagnostic in diagnostics if diagnostic.settle]
    shown = (*screen.visible, *(one.diagnostic for one in screen.lingering))
    places = {(found.rule, found.span) for found in diagnostics}
    gone = [one for one in shown if (one.rule, one.span) not in places]
    if not gone and not waiting:
        return Screen(text, tuple(diagnostics))
    change = _Change(screen.text.lines, text.lines)
    strangers = _strangers([one for one in shown if one.settle], waiting, change)
    lingering = {id(one.diagnostic): one for one in screen.lingering}
    staying = list(_staying(gone, lingering, places, change))
    if not strangers and not staying:
        return Screen(text, tuple(diagnostics))

    edited = change.definitions(screen.text, text)

    def waits(found: Diagnostic, before: Waiting | None) -> Waiting:
        own = text.definition_at(found.span.start.line)
        if before is None:
            return Waiting(found, edited | {own}, moment)
        if own in before.definitions and not before.definitions & edited:
            return before._replace(diagnostic=found)
        left = frozenset(one for one in before.definitions if text.has(one))
        # A definition whose header is typed gets a new number with each key.
        renamed = edited if len(left) < len(before.definitions) else frozenset[int | None]()
        return Waiting(found, left | renamed | {own}, moment)

    held = {(one.diagnostic.rule, change.old(one.diagnostic.span.start.line)): one for one in screen.held}
    new = {id(diagnostic) for diagnostic in strangers}
    return Screen(
        text,
        tuple(found for found in diagnostics if id(found) not in new),
        tuple(waits(one, held.get((one.rule, change.new(one.span.start.line)))) for one in strangers),
        tuple(waits(one, before) for one, before in staying),
    )


def _staying(
    gone: list[Diagnostic], lingering: dict[int, Waiting], places: set[tuple[str, Span]], change: _Change
) -> Iterator[tuple[Diagnostic, Waiting | None]]:
    """What stays of the findings that are gone, where it stands now, and how it stayed before."""
    for found in gone:
        before = lingering.get(id(found))
        if change.typed or (before and not change.any):
            first, last = change.old(found.span.start.line), change.old(found.span.end.line)
            if first is not None and last is not None and (first < 0) == (last < 0):
                moved = found if first >= 0 else _moved(found, change.by)
                if (moved.rule, moved.span) not in places:
                    yield moved, before


def _moved(found: Diagnostic, by: int) -> Diagnostic:
    start, end = found.span
    return replace(found, span=Span(Position(start.line + by, start.column), Position(end.line + by, end.column)))


def _strangers(known: list[Diagnostic], found: list[Diagnostic], change: _Change) -> list[Diagnostic]:
    places: dict[tuple[str, int | None], int] = {}
    for diagnostic in known:
        place = (diagnostic.rule, change.old(diagnostic.span.start.line))
        places[place] = places.get(place, 0) + 1
    strangers: list[Diagnostic] = []
    for diagnostic in found:
        place = (diagnostic.rule, change.new(diagnostic.span.start.line))
        if places.get(place, 0):
            places[place] -= 1
        else:
            strangers.append(diagnostic)
    return strangers


class _Change:
    """What differs between two texts.

    It names each line of both so that equal names mean the same line; all changed lines share None.
    """

    __slots__ = ("_after", "_before", "_tail", "_top", "any", "by", "typed")

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        """`by` is how far the lines behind the change moved; `typed` whether it looks like typing in one line."""
        self._before, self._after = len(before), len(after)
        self._top = equal_at_start(before, after)
        self._tail = equal_at_end(before, after, self._top)
        self.by = self._after - self._before
        self.any = self._top < max(self._before, self._after)
        one = self._after - self._tail - self._top == 1 and self._before - self._tail > self._top
        self.typed = one and _inserted(before[self._top], after[self._top]) <= _MOST_TYPED

    def old(self, line: int) -> int | None:
        if line < self._top:
            return line
        return line - self._before if line >= self._before - self._tail else None

    def new(self, line: int) -> int | None:
        if line < self._top:
            return line
        return line - self._after if line >= self._after - self._tail else None

    def definitions(self, before: Text, after: Text) -> frozenset[int | None]:
        """The definitions in which lines went, came or changed."""
        gone = {before.definition_at(line) for line in range(self._top, self._before - self._tail)}
        return frozenset(gone | {after.definition_at(line) for line in range(self._top, self._after - self._tail)})


def _inserted(before: str, after: str) -> int:
    """How many characters a line has between what it begins and ends with as it did before."""
    begins = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), None)
    if begins is None:
        begins = min(len(before), len(after))
    rest, now = before[begins:][::-1], after[begins:][::-1]
    ends = next((at for at, (one, other) in enumerate(zip(rest, now, strict=False)) if one != other), None)
    return len(now) - (min(len(rest), len(now)) if ends is None else ends)
