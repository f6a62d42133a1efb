"""Which findings wait until the user has stopped typing.

Writing a loop from the top down passes through every state in which something is missing. A rule that the
absence of something triggers is therefore heard only after a pause, unless its finding was on the screen
already: hiding and showing that one with every key would be worse than either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .report import Diagnostic

_STEP = 256


@dataclass(frozen=True, slots=True)
class Shown:
    """What the user sees, and the text that it was said of."""

    lines: Sequence[str]
    diagnostics: tuple[Diagnostic, ...]


def hold_back(
    shown: Shown, lines: Sequence[str], diagnostics: Sequence[Diagnostic]
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """Part the findings of a new text into those to show now and those that wait.

    A finding of a settle rule is shown if it can be one that is shown already: the same rule on the same
    line, or both somewhere in the lines that changed.
    """
    waiting = [diagnostic for diagnostic in diagnostics if diagnostic.settle]
    if not waiting:
        return tuple(diagnostics), ()
    known = [diagnostic for diagnostic in shown.diagnostics if diagnostic.settle]
    held = _strangers(known, waiting, _Shift(shown.lines, lines)) if known else waiting
    new = {id(diagnostic) for diagnostic in held}
    return tuple(diagnostic for diagnostic in diagnostics if id(diagnostic) not in new), tuple(held)


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

    __slots__ = ("_after", "_before", "_tail", "_top")

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        self._before, self._after = len(before), len(after)
        self._top = _common(before, after)
        self._tail = _common(before[self._top :][::-1], after[self._top :][::-1])

    def old(self, line: int) -> int | None:
        if line < self._top:
            return line
        return line - self._before if line >= self._before - self._tail else None

    def new(self, line: int) -> int | None:
        if line < self._top:
            return line
        return line - self._after if line >= self._after - self._tail else None


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same from the beginning on."""
    shorter = min(len(one), len(other))
    at = 0
    # Slices are compared in C, and most of their elements are the very same objects.
    while at < shorter and one[at : at + _STEP] == other[at : at + _STEP]:
        at += _STEP
    while at < shorter and one[at] == other[at]:
        at += 1
    return min(at, shorter)
