"""Which findings wait until the user has stopped typing, and which stay until then.

Writing a loop from the top down passes through every state in which something is missing. A rule that the
absence of something triggers is therefore heard only after a pause, unless its finding was on the screen
already: hiding and showing that one with every key would be worse than either. For the same reason a finding in
another line stays for the moment in which one line is typed: `nn.Linear(4` is on its way to `nn.Linear(4, 8)`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..text.lines import equal_at_end, equal_at_start
from ..text.span import Position, Span
from .report import Diagnostic

_MOST_TYPED = 3
"""More characters than that at once are pasted, completed or a fix: a line that gets them is not half typed."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the user sees, and the text that it was said of."""

    lines: Sequence[str]
    diagnostics: tuple[Diagnostic, ...]


class Parted(NamedTuple):
    """The findings of a new text: those to show now, those that wait, and what is gone and stays for the moment."""

    visible: tuple[Diagnostic, ...]
    held: tuple[Diagnostic, ...]
    lingering: tuple[Diagnostic, ...]


def hold_back(shown: Shown, lines: Sequence[str], diagnostics: Sequence[Diagnostic]) -> Parted:
    """Part the findings of a new text.

    A finding of a settle rule is shown if it can be one that is shown already: the same rule on the same
    line, or both somewhere in the lines that changed. What is shown and no longer found stays if it lies elsewhere while a
    line is typed.
    """
    waiting = [diagnostic for diagnostic in diagnostics if diagnostic.settle]
    known = [diagnostic for diagnostic in shown.diagnostics if diagnostic.settle]
    places = {(found.rule, found.span) for found in diagnostics}
    gone = [one for one in shown.diagnostics if (one.rule, one.span) not in places]
    if not gone and not waiting:
        return Parted(tuple(diagnostics), (), ())
    shift = _Shift(shown.lines, lines) if gone or known else None
    held = _strangers(known, waiting, shift) if known and shift is not None else waiting
    new = {id(diagnostic) for diagnostic in held}
    lingering = () if shift is None else tuple(_lingering(gone, places, shift))
    return Parted(tuple(found for found in diagnostics if id(found) not in new), tuple(held), lingering)


def _lingering(gone: list[Diagnostic], places: set[tuple[str, Span]], shift: _Shift) -> Iterator[Diagnostic]:
    """What stays of the findings that are gone, where it stands now."""
    if shift.typed:
        for found in gone:
            first, last = shift.old(found.span.start.line), shift.old(found.span.end.line)
            if first is not None and last is not None and (first < 0) == (last < 0):
                moved = found if first >= 0 else _moved(found, shift.by)
                if (moved.rule, moved.span) not in places:
                    yield moved


def _moved(found: Diagnostic, by: int) -> Diagnostic:
    start, end = found.span
    return replace(found, span=Span(Position(start.line + by, start.column), Position(end.line + by, end.column)))


def _strangers(known: list[Diagnostic], found: list[Diagnostic], shift: _Shift) -> list[Diagnostic]:
    places: dict[tuple[str, int | None], int] = {}
    for diagnostic in known:
        place = (diagnostic.rule, shift.old(diagnostic.span.start.line))
        places[place] = places.get(place, 0) + 1
    strangers: list[Diagnostic] = []
    for diagnostic in found:
        place = (diagnostic.rule, shift.new(diagnostic.span.start.line))
        if places.get(place, 0):
            places[place] -= 1
        else:
            strangers.append(diagnostic)
    return strangers


class _Shift:
    """Names each line of two texts so that equal names mean the same line; all changed lines share None."""

    __slots__ = ("_after", "_before", "_tail", "_top", "by", "typed")

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        """`by` is how far the lines behind the change moved; `typed` whether it looks like typing in one line."""
        self._before, self._after = len(before), len(after)
        self._top = equal_at_start(before, after)
        self._tail = equal_at_end(before, after, self._top)
        self.by = self._after - self._before
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


def _inserted(before: str, after: str) -> int:
    """How many characters a line has between what it begins and ends with as it did before."""
    begins = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), None)
    if begins is None:
        begins = min(len(before), len(after))
    rest, now = before[begins:][::-1], after[begins:][::-1]
    ends = next((at for at, (one, other) in enumerate(zip(rest, now, strict=False)) if one != other), None)
    return len(now) - (min(len(rest), len(now)) if ends is None else ends)
